import type { UpstreamCount } from '../../shared/replay.ts'
import { Card } from '../details/parts/Card.tsx'
import { formatCountOf, formatMs } from '../ui/format.ts'
import { safeText, shorten } from '../ui/safe-text.ts'
import styles from './Compared.module.css'

/** What the page asked of others, on each side; null: not seen. */
export function ComparedUpstream({ upstream }: { readonly upstream: readonly UpstreamCount[] | null }) {
  return (
    <Card title="Upstream calls">
      {upstream === null ? (
        <p className={styles['same']}>Not seen on one of the sides.</p>
      ) : upstream.length === 0 ? (
        <p className={styles['same']}>Neither side made any.</p>
      ) : (
        <table className={styles['table']}>
          <thead>
            <tr>
              <th scope="col">Call</th>
              <th scope="col">A</th>
              <th scope="col">B</th>
            </tr>
          </thead>
          <tbody>
            {upstream.map(({ name, left, right, leftMs, rightMs }) => (
              <tr key={name}>
                <th scope="row" className={styles['text']}>
                  {shorten(safeText(name), 300)}
                </th>
                <td>{cell(left, leftMs)}</td>
                <td className={styles['verdict']} data-kind={left === right ? 'plain' : 'worse'}>
                  {cell(right, rightMs)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Card>
  )
}

const cell = (count: number, ms: number) =>
  count === 0 ? 'none' : `${count === 1 ? '' : `${formatCountOf(count, 'call')}, `}${formatMs(ms)}`

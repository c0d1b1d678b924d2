import type { Exchange } from '../../../shared/exchange.ts'
import { formatMs } from '../../ui/format.ts'
import { safeText } from '../../ui/safe-text.ts'
import { Card } from '../parts/Card.tsx'
import styles from '../parts/Table.module.css'

/** The headers that the page set while its getServerSideProps ran, in the order of setting. */
export function SetHeaders({ call }: { readonly call: NonNullable<Exchange['call']> }) {
  const entries = call.setHeaders.map((header, order) => ({ ...header, id: `${order} ${header.name}` }))
  return (
    <Card title="Headers set inside the call" aside={String(entries.length)}>
      <table className={styles['table']}>
        <thead>
          <tr>
            <th scope="col">At</th>
            <th scope="col">Name</th>
            <th scope="col">Value</th>
          </tr>
        </thead>
        <tbody>
          {entries.map(({ id, name, value, atMs }) => (
            <tr key={id}>
              <td className={styles['number']} title={`${formatMs(Math.max(0, atMs - call.startMs))} into the call`}>
                {formatMs(atMs)}
              </td>
              <th scope="row">{safeText(name)}</th>
              <td className={styles['value']}>
                {typeof value === 'string' ? safeText(value) : value.map(one => safeText(one)).join('\n')}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Card>
  )
}

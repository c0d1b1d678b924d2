import { useState } from 'react'
import type { Exchange } from '../../../shared/exchange.ts'
import { Button } from '../../ui/Button.tsx'
import { formatCount } from '../../ui/format.ts'
import { safeText, shorten } from '../../ui/safe-text.ts'
import { Card } from '../parts/Card.tsx'
import table from '../parts/Table.module.css'
import styles from './LostValues.module.css'
import { inDev, inStart } from './lost-words.ts'

const SHOWN = 5

/** What JSON does not keep of the returned value. */
export function LostValues({ exchange }: { readonly exchange: Exchange }) {
  const [all, setAll] = useState(false)
  const { mode } = exchange.server
  const lost = exchange.props?.lost ?? null
  if (lost === null) {
    // It is looked for after the answer is out.
    if (exchange.state === 'running') return null
    const why =
      exchange.source === 'tap'
        ? 'only the wire was seen'
        : 'the server was too busy, or the props are too large for the time that Propscope takes there'
    return <p className={styles['line']}>Values that JSON loses were not looked for: {why}.</p>
  }
  if (lost.length === 0) return null
  const rows = (all ? lost : lost.slice(0, SHOWN)).map((entry, order) => ({ ...entry, id: `${order} ${entry.path}` }))
  return (
    <Card
      title="Lost on the way through JSON"
      aside={<span className={styles['count']}>{formatCount(lost.length)}</span>}
    >
      <p className={styles['why']}>
        {mode === 'start'
          ? 'next start sends what JSON makes of these values, without a word. next dev refuses them with an error.'
          : 'next dev refuses these values with an error. next start sends what JSON makes of them, without a word.'}
      </p>
      <div className={styles['scroll']}>
        <table className={table['table']}>
          <thead>
            <tr>
              <th scope="col">Path</th>
              <th scope="col">Returned</th>
              <th scope="col">next dev</th>
              <th scope="col">next start</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ id, path, type, becomes }) => (
              <tr key={id}>
                <td className={table['value']}>{safeText(shorten(path, 300))}</td>
                <td>{safeText(type)}</td>
                <td>{inDev(type)}</td>
                <td>{safeText(inStart(type, becomes))}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {rows.length < lost.length ? (
        <Button size="small" variant="quiet" onClick={() => setAll(true)}>
          Show all {formatCount(lost.length)}
        </Button>
      ) : null}
    </Card>
  )
}

import type { Exchange } from '../../../shared/exchange.ts'
import { safeText, shorten } from '../../ui/safe-text.ts'
import { Card } from '../parts/Card.tsx'
import table from '../parts/Table.module.css'
import { type AuditRow, auditOf } from './call-rows.ts'

/** Which of the browser's credentials went on to whom. */
export function AuditCard({ exchange }: { readonly exchange: Exchange }) {
  const { sent, own } = auditOf(exchange)
  return (
    <Card title="Carried on" aside="cookies and authorization">
      {sent.length === 0 && own.length === 0 ? (
        <p className={table['none']}>The browser sent no cookies and no authorization, and no upstream call had any.</p>
      ) : (
        <table className={table['table']}>
          <thead>
            <tr>
              <th scope="col">Credential</th>
              <th scope="col">From</th>
              <th scope="col">Carried on to</th>
            </tr>
          </thead>
          <tbody>
            {sent.map(row => (
              <Line key={`sent ${row.name}`} row={row} from="the browser" nobody="nobody" />
            ))}
            {own.map(row => (
              <Line key={`own ${row.name}`} row={row} from="the call itself" nobody="nobody" />
            ))}
          </tbody>
        </table>
      )}
    </Card>
  )
}

interface LineProps {
  readonly row: AuditRow
  readonly from: string
  readonly nobody: string
}

function Line({ row, from, nobody }: LineProps) {
  return (
    <tr>
      <th scope="row">
        {row.kind === 'cookie' ? 'cookie ' : ''}
        <code>{safeText(shorten(row.name, 80))}</code>
      </th>
      <td>{from}</td>
      <td className={row.hosts.length === 0 ? table['none'] : undefined}>
        {row.hosts.length === 0 ? nobody : row.hosts.map(host => safeText(shorten(host, 120))).join(', ')}
      </td>
    </tr>
  )
}

import type { ExchangeSummary } from '../../shared/exchange.ts'
import { assertNever } from '../../shared/units.ts'
import { skewWords } from '../reason/skew-words.ts'
import { useServerTag } from '../servers/use-server-tag.ts'
import { Badge } from '../ui/Badge.tsx'
import { cx } from '../ui/cx.ts'
import { safeText, shorten } from '../ui/safe-text.ts'
import styles from './AddressCell.module.css'
import { Cell } from './Cell.tsx'
import columns from './columns.module.css'
import { rowStatus } from './row-status.ts'
import { displayUrl } from './texts.ts'

/** Longer ones end in an ellipsis long before; this only keeps a hostile URL of megabytes out of the document. */
const LIMIT = 400

/** The address, and in what room is left what came of it: where a redirect goes, what an error said. */
export function AddressCell({ row }: { readonly row: ExchangeSummary }) {
  const address = safeText(shorten(displayUrl(row), LIMIT))
  const full = safeText(shorten(`${row.method} ${row.url}`, 2 * LIMIT))
  const server = useServerTag(row.server)
  return (
    <Cell className={cx(columns['url'], styles['address'])} title={full}>
      {server === null ? null : <Badge title={`Of the server ${server}`}>{shorten(server, 16)}</Badge>}
      {row.skew === null ? null : (
        <Badge tone="warn" title={skewWords(row.skew)}>
          stale tab
        </Badge>
      )}
      {row.method === 'GET' ? null : <b className={styles['method']}>{safeText(shorten(row.method, 20))} </b>}
      {address}
      <Came row={row} />
    </Cell>
  )
}

function Goes({ to }: { readonly to: string | null }) {
  return to === null ? null : <span className={styles['to']}> → {safeText(shorten(to, LIMIT))}</span>
}

function Came({ row }: { readonly row: ExchangeSummary }) {
  if (row.answeredBy === 'tap') {
    const words = (row.status ?? 0) >= 500 ? 'the tap answered: no server there' : 'the tap refused it'
    return <span className={styles['to']}> {words}</span>
  }
  switch (row.outcome) {
    case 'redirect':
      return <Goes to={row.location} />
    case 'error':
      return row.errorMessage === null ? null : (
        <span className={styles['error']} title={safeText(shorten(row.errorMessage, LIMIT))}>
          {' '}
          {safeText(shorten(row.errorMessage, LIMIT))}
        </span>
      )
    case 'props':
    case 'notFound':
      return null
    case 'none':
      return rowStatus(row) === 'redirect' ? <Goes to={row.location} /> : null
    default:
      return assertNever(row.outcome)
  }
}

import type { ExchangeSummary } from '../../shared/exchange.ts'
import { assertNever } from '../../shared/units.ts'

/** How a row went, in one word; each has a shape of its own (StatusMark). */
export const ROW_STATUSES = [
  'running',
  'ok',
  'plain',
  'warning',
  'redirect',
  'not found',
  'refused',
  'error',
  'aborted',
  'no server',
  'answered',
] as const
export type RowStatus = (typeof ROW_STATUSES)[number]

/**
 * What a person calls how this request went. `plain`: answered, and no getServerSideProps ran; `no server`: the tap had to answer; `answered`: what ran is not known, only the wire was seen. On the wire it is seen whether
 * the client went; where it did not, an answer that does not come, or is none, is an error. */
export function rowStatus(row: ExchangeSummary): RowStatus {
  if (row.state === 'running') return 'running'
  if (row.answeredBy === 'tap' && (row.status === null || row.status >= 500)) return 'no server'
  if (row.outcome === 'error' || (row.status ?? 0) >= 500) return 'error'
  if (row.aborted) return 'aborted'
  switch (row.outcome) {
    case 'redirect':
      return 'redirect'
    case 'notFound':
      return 'not found'
    case 'props':
      return row.findings.error + row.findings.warning > 0 ? 'warning' : byStatus(row.status, 'ok')
    case 'none':
      return row.findings.error + row.findings.warning > 0
        ? 'warning'
        : row.status === null && row.source !== 'agent'
          ? 'error'
          : byStatus(row.status, row.source === 'tap' ? 'answered' : 'plain')
    default:
      return assertNever(row.outcome)
  }
}

function byStatus(status: number | null, otherwise: RowStatus): RowStatus {
  if (status === null) return 'aborted'
  if (status === 404) return 'not found'
  if (status >= 400) return 'refused'
  // 304 is an answer about the same page, not a way to another one.
  if (status >= 300 && status !== 304) return 'redirect'
  return otherwise
}

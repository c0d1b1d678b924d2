import type { ExchangeSummary } from '../../../shared/exchange.ts'
import { countOfFindings } from '../../../shared/filter/fields.ts'
import { assertNever } from '../../../shared/units.ts'
import { propsNotKept } from '../../source/not-kept.ts'
import { formatBytes, formatClock, formatCount, formatMs, NOTHING } from '../../ui/format.ts'
import { safeText, shorten } from '../../ui/safe-text.ts'
import type { Moment } from './cell.ts'
import type { ColumnId } from './columns.ts'

/** How a text looks, beside its column's own look. */
export const TONES = ['plain', 'none', 'muted', 'live', 'warn', 'err'] as const
export type Tone = (typeof TONES)[number]

export interface CellText {
  readonly text: string
  readonly title?: string
  readonly tone?: Tone
}

/** Columns whose cells are one text. */
export const TEXT_COLUMNS = [
  'start',
  'page',
  'status',
  'outcome',
  'call',
  'total',
  'props',
  'wire',
  'calls',
  'findings',
] as const satisfies readonly ColumnId[]
export type TextColumn = (typeof TEXT_COLUMNS)[number]

const none = (title: string): CellText => ({ text: NOTHING, title, tone: 'none' })

/** What stands in a cell: the same in the document and where it is painted. */
export function cellText(column: TextColumn, row: ExchangeSummary, moment: Pick<Moment, 'status' | 'elapsedMs'>) {
  switch (column) {
    case 'start':
      return { text: formatClock(row.startedAt, true) }
    case 'page':
      return pageText(row)
    case 'status':
      return statusText(row, moment)
    case 'outcome':
      return { text: row.outcome, tone: row.outcome === 'error' ? 'err' : 'muted' } satisfies CellText
    case 'call':
      return callText(row, moment)
    case 'total':
      return row.durationMs === null ? none('not over') : { text: formatMs(row.durationMs) }
    case 'props':
      return propsText(row)
    case 'wire':
      return row.wireBytes === null ? none('not seen on the wire') : { text: formatBytes(row.wireBytes) }
    case 'calls':
      return row.upstream.length === 0 ? none('none seen') : { text: formatCount(row.upstream.length) }
    case 'findings':
      return findingsText(row, moment)
    default:
      return assertNever(column)
  }
}

function pageText({ page, source }: ExchangeSummary): CellText {
  if (page !== null) return { text: safeText(shorten(page, 300)) }
  // That no route matched is only known inside the server.
  if (source === 'tap') return none('the answer does not tell its page, and only the wire was seen')
  return { text: 'no page', tone: 'none' }
}

function propsText(row: ExchangeSummary): CellText {
  if (row.propsBytes !== null) return { text: formatBytes(row.propsBytes) }
  const title = propsNotKept(row)
  if (title !== null) return { text: 'not kept', title, tone: 'none' }
  return none(row.source === 'tap' ? 'no props in the answer' : 'no props')
}

function statusText(row: ExchangeSummary, { status }: Pick<Moment, 'status'>): CellText {
  if (row.status === null) return none(row.state === 'running' ? 'no answer yet' : 'no answer')
  return { text: String(row.status), tone: status === 'error' ? 'err' : 'plain' }
}

function callText(row: ExchangeSummary, { elapsedMs }: Pick<Moment, 'elapsedMs'>): CellText {
  if (row.callMs !== null) return { text: formatMs(row.callMs) }
  if (row.calling && row.state === 'running')
    return {
      text: `${formatMs(Math.round(Math.max(0, elapsedMs - (row.callStartMs ?? 0))))}…`,
      tone: 'live',
    }
  if (row.source === 'tap') return none('only the wire was seen')
  return none(row.callStartMs === null ? 'no call' : 'its end was not seen')
}

function findingsText(row: ExchangeSummary, { status }: Pick<Moment, 'status'>): CellText {
  const count = countOfFindings(row)
  if (count === 0) return none('none')
  const tone =
    status === 'error' || row.findings.error > 0 ? 'err' : row.findings.warning > 0 ? 'warn' : ('plain' as const)
  return { text: formatCount(count), title: safeText(row.rules.join(', ')), tone }
}

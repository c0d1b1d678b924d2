import type { ExchangeSummary, Kind } from '../../shared/exchange.ts'
import { assertNever } from '../../shared/units.ts'

/** What of the rows is shown. */
export interface Filter {
  /** Words that must all be found in page, URL, status, outcome, method, source or reason; case does not count. */
  readonly text: string
  readonly kinds: ReadonlySet<Kind>
}

export const KINDS: readonly Kind[] = ['document', 'data', 'prefetch', 'api', 'asset', 'other']

/** Pages are what this tool is for; the rest is captured only as far as it is needed. */
export const FIRST_FILTER: Filter = { text: '', kinds: new Set<Kind>(['document', 'data', 'prefetch']) }

/** The short word of a kind, as rows and toggles show it. */
export function kindLabel(kind: Kind): string {
  switch (kind) {
    case 'document':
      return 'doc'
    case 'data':
    case 'prefetch':
    case 'api':
    case 'asset':
    case 'other':
      return kind
    default:
      return assertNever(kind)
  }
}

/** The test for one row; made once for each change of the filter and run on every row. */
export function makeTest(filter: Filter): (row: ExchangeSummary) => boolean {
  const words = filter.text.toLowerCase().split(/\s+/).filter(Boolean)
  const { kinds } = filter
  if (words.length === 0) return row => kinds.has(row.kind)
  return row => {
    if (!kinds.has(row.kind)) return false
    const text = searchText(row)
    return words.every(word => text.includes(word))
  }
}

function searchText(row: ExchangeSummary): string {
  const state = row.state === 'running' ? 'running' : row.aborted ? 'aborted' : ''
  const { method, page, url, status, outcome, kind, errorMessage, source, reason } = row
  const stale = row.skew === null ? '' : 'stale tab'
  return [method, page, url, status, outcome, kindLabel(kind), state, errorMessage, source, reason, stale]
    .filter(part => part !== null && part !== '')
    .join(' ')
    .toLowerCase()
}

export function toggleKind(filter: Filter, kind: Kind): Filter {
  const kinds = new Set(filter.kinds)
  if (!kinds.delete(kind)) kinds.add(kind)
  return { ...filter, kinds }
}

/** Something of the filter could hide a row that would be there at first. */
export function isNarrowed(filter: Filter): boolean {
  return filter.text.trim() !== '' || [...FIRST_FILTER.kinds].some(kind => !filter.kinds.has(kind))
}

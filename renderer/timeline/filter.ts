import type { ExchangeSummary, Kind } from '../../shared/exchange.ts'
import { compileFilter, compileWithoutProps, type PropTest, type RowTest } from '../../shared/filter/compile.ts'
import { type Filter as Asked, parseFilter } from '../../shared/filter/parse.ts'
import { assertNever } from '../../shared/units.ts'

/** What of the rows is shown. */
export interface Filter {
  /** In the language of `shared/filter`. */
  readonly text: string
  /** Where the text does not say itself which kinds. */
  readonly kinds: ReadonlySet<Kind>
  /** Requests that began between these, in epoch ms; null: at any time. */
  readonly window: TimeWindow | null
}

export interface TimeWindow {
  readonly fromMs: number
  readonly toMs: number
}

export const KINDS: readonly Kind[] = ['document', 'data', 'prefetch', 'api', 'asset', 'other']

/** Pages are what this tool is for; the rest is captured only as far as it is needed. */
export const FIRST_FILTER: Filter = { text: '', kinds: new Set<Kind>(['document', 'data', 'prefetch']), window: null }

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

/** Whether the text says itself which kinds it wants: then the toggles have no say. */
export const namesKinds = ({ terms }: Asked): boolean =>
  terms.some(({ ask, negated }) => ask.kind === 'choice' && ask.field.name === 'kind' && !negated)

/** The test for one row; made once for each change of the filter and run on every row. `hasProp` null: without what must be asked for. */
export function makeTest(filter: Filter, hasProp: PropTest | null = null): RowTest {
  const asked = parseFilter(filter.text)
  const test = hasProp ? compileFilter(asked, hasProp) : compileWithoutProps(asked)
  const { kinds, window } = filter
  const anyKind = namesKinds(asked)
  const inTime = (row: ExchangeSummary) =>
    window === null || (row.startedAt >= window.fromMs && row.startedAt <= window.toMs)
  return row => (anyKind || kinds.has(row.kind)) && inTime(row) && test(row)
}

export function toggleKind(filter: Filter, kind: Kind): Filter {
  const kinds = new Set(filter.kinds)
  if (!kinds.delete(kind)) kinds.add(kind)
  return { ...filter, kinds }
}

/** The text with this term, or without it where it stands there already. */
export function toggleTerm(text: string, term: string): string {
  const found = parseFilter(text).terms.find(one => one.text === term)
  if (!found) return text.trim() === '' ? term : `${text.trimEnd()} ${term}`
  return `${text.slice(0, found.from)}${text.slice(found.to)}`.replace(/\s+/g, ' ').trim()
}

export const hasTerm = (text: string, term: string): boolean => parseFilter(text).terms.some(one => one.text === term)

/** Something of the filter could hide a row that would be there at first. */
export function isNarrowed(filter: Filter): boolean {
  return (
    filter.text.trim() !== '' || filter.window !== null || [...FIRST_FILTER.kinds].some(kind => !filter.kinds.has(kind))
  )
}

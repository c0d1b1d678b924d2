import type { FindStep, FoundIn } from '../../../shared/api.ts'
import type { ExchangeSummary } from '../../../shared/exchange.ts'
import { readQuery } from '../../../shared/json/search/query.ts'
import { MASK } from '../../../shared/json/secrets.ts'
import { fail, ok, type Result } from '../../../shared/problem.ts'
import type { Finder } from './finder.ts'

export interface FindPlaces {
  /** Oldest first. */
  rows(): readonly ExchangeSummary[]
  /** The props' bytes, of their own; null where they are not kept. */
  propsOf(id: string): Promise<Uint8Array | null>
  /** Paths of values that the exchange is known to hold as secrets. */
  secretsOf(id: string): ReadonlySet<string>
  readonly finder: Finder
}

export interface FindQuestion {
  readonly box: string
  readonly matchCase: boolean
  /** The last exchange that was looked at; null: begin with the newest. */
  readonly after: string | null
}

/** One step takes about so long, in ms: the asker sees how far it is, and may ask no more. */
const STEP_MS = 150
const SLOW_AT_MOST = 3

/** One step of a search through the props of all captured exchanges, newest first. */
export async function findInAll(
  { box, matchCase, after }: FindQuestion,
  { rows, propsOf, secretsOf, finder }: FindPlaces,
): Promise<Result<FindStep>> {
  const read = readQuery(box, matchCase)
  if (!read.ok)
    return fail('bad-query', read.why, 'Look for text, for /a regular expression/ or for path:items[*].price.')
  const exchanges = rows()
    .filter(({ propsBytes }) => propsBytes !== null)
    .reverse()
  const begin = after === null ? 0 : exchanges.findIndex(({ id }) => id <= after)
  const end = performance.now() + STEP_MS
  const found: FoundIn[] = []
  let notKept = 0
  let unreadable = 0
  let slow = 0
  let at = begin < 0 ? exchanges.length : begin
  if (after !== null && exchanges[at]?.id === after) at++
  for (; at < exchanges.length && performance.now() < end; at++) {
    const exchange = exchanges[at] as ExchangeSummary
    const bytes = await propsOf(exchange.id)
    if (bytes === null) {
      notKept++
      continue
    }
    const one = await finder.find({ box, matchCase, bytes })
    if (one === null) slow++
    else if (one.unreadable) unreadable++
    else if (one.count > 0) {
      const { id, page, url } = exchange
      const secret = secretsOf(id)
      const hits = one.hits.map(hit => (secret.has(hit.path) && !hit.inKey ? { ...hit, text: MASK } : hit))
      found.push({ id, page, url, count: one.count, hits })
    }
    if (slow >= SLOW_AT_MOST) {
      return fail(
        'bad-query',
        'This expression takes too long.',
        'Write one that does not try the same text in many ways.',
      )
    }
  }
  const last = exchanges[at - 1]?.id ?? after
  return ok({
    found,
    notKept,
    unreadable,
    slow,
    searched: at,
    of: exchanges.length,
    next: at < exchanges.length ? last : null,
  })
}

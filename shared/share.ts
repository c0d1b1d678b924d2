import type { ExchangeSummary } from './exchange.ts'

/** Rows of one app say much the same: their texts and empty lists are held once. */
export interface Sharer {
  /** The row, changed in place. */
  share(row: ExchangeSummary): ExchangeSummary
}

/** Different texts that are held; a hostile server may send a new one each time. */
const TEXTS = 20_000
const NONE: never[] = []
const NO_FINDINGS: ExchangeSummary['findings'] = { error: 0, warning: 0, info: 0 }

export function createSharer(): Sharer {
  const texts = new Map<string, string>()
  const lists = new Map<string, readonly string[]>()
  function one<T extends string | null>(text: T): T {
    if (text === null || text.length > 300) return text
    const found = texts.get(text)
    if (found !== undefined) return found as T
    if (texts.size < TEXTS) texts.set(text, text)
    return text
  }
  function list<T extends readonly string[]>(of: T): T {
    if (of.length === 0) return NONE as unknown as T
    const key = of.join('\n')
    const found = lists.get(key)
    if (found !== undefined) return found as T
    if (lists.size < TEXTS) lists.set(key, of)
    return of
  }
  return {
    share(row) {
      const to = row as { -readonly [K in keyof ExchangeSummary]: ExchangeSummary[K] }
      to.kind = one(row.kind)
      to.source = one(row.source)
      to.state = one(row.state)
      to.outcome = one(row.outcome)
      to.server = one(row.server)
      to.method = one(row.method)
      to.page = one(row.page)
      to.reason = one(row.reason)
      to.answeredBy = one(row.answeredBy)
      to.cacheDeclared = one(row.cacheDeclared)
      to.cacheSent = one(row.cacheSent)
      to.errorMessage = one(row.errorMessage)
      to.location = one(row.location)
      to.rules = list(row.rules)
      to.marks = list(row.marks)
      if (row.upstream.length === 0) to.upstream = NONE
      const { error, warning, info } = row.findings
      if (error === 0 && warning === 0 && info === 0) to.findings = NO_FINDINGS
      for (const phase of row.phases as { name: ExchangeSummary['phases'][number]['name'] }[])
        phase.name = one(phase.name)
      return row
    },
  }
}

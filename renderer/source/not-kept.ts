import type { Exchange, ExchangeSummary } from '../../shared/exchange.ts'

/** Why no bytes of an answer were kept, by who would have kept them. */
export function notKeptWhy(source: Exchange['source']): string {
  return source === 'tap' ? 'not kept: too much came at once' : 'not kept: the server was under load'
}

/** Why the props of an answer that has or may have some are not known; null where that is not so. */
export function propsNotKept({ unkept, propsBytes, outcome, source, kind }: ExchangeSummary): string | null {
  if (unkept === null || propsBytes !== null) return null
  if (outcome === 'props') return notKeptWhy(source)
  const mayHave = kind === 'document' || kind === 'data' || kind === 'prefetch'
  return source === 'tap' && mayHave ? notKeptWhy(source) : null
}

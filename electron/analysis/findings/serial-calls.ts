import type { Exchange, UpstreamCall } from '../../../shared/exchange.ts'
import type { Rule } from './rule.ts'
import { callText, listText, msText } from './words.ts'

/** Saving less is not worth a sentence. */
const SAVES_MS = 20
const SAVES_SHARE = 0.15
/** A pair may well depend on each other; from three on, less is needed to speak. */
const PAIR_SAVES_MS = 100

/**
 * Upstream calls that ran one after the other though none needs what another gave. That is only said where every part of a later address stood in the request or in an earlier address already: what was learned
 * from an answer shows there mostly (`/orders` of a customer that a session named). A stage with several calls at once says that somebody has thought about it.
 */
export const serialCalls: Rule = {
  id: 'serial-calls',
  title: 'Calls one after the other',
  doc: 'Pages Router: getServerSideProps',
  find({ call, request }) {
    const took = call?.durationMs ?? 0
    const chain = chainOf(call?.calls ?? [], request)
    if (!call || chain.length < 2) return []
    const times = chain.map(one => one.durationMs ?? 0)
    const saves = times.reduce((sum, ms) => sum + ms, 0) - Math.max(...times)
    if (saves < Math.max(chain.length === 2 ? PAIR_SAVES_MS : SAVES_MS, took * SAVES_SHARE)) return []
    return [
      {
        severity: 'warning',
        message: `${chain.length} upstream calls ran one after the other, and none needs another’s answer: ${listText(chain.map(callText))}.`,
        advice: `Begin them together with Promise.all: they would have taken ${msText(Math.max(...times))} instead of ${msText(saves + Math.max(...times))}.`,
      },
    ]
  },
}

/** The longest run of calls that do not overlap with any, each independent of those before. */
function chainOf(calls: readonly UpstreamCall[], request: Exchange['request']): UpstreamCall[] {
  const ended = calls.filter(one => one.durationMs !== null && one.error === null && isRead(one))
  if (ended.length !== calls.length) return []
  let best: UpstreamCall[] = []
  let chain: UpstreamCall[] = []
  let known = partsOfRequest(request)
  for (const [order, one] of ended.entries()) {
    const alone = ended.every((other, at) => at === order || !overlaps(one, other))
    const parts = partsOf(one.url)
    const isKnown = chain.length === 0 || parts.every(part => known.has(part))
    if (!alone || !isKnown) {
      chain = []
      known = partsOfRequest(request)
    }
    if (alone) chain.push(one)
    for (const part of parts) known.add(part)
    if (chain.length > best.length) best = [...chain]
  }
  return best
}

const isRead = ({ method, via }: UpstreamCall) => (via === 'fetch' || via === 'http') && /^(GET|HEAD)$/.test(method)

function overlaps(one: UpstreamCall, other: UpstreamCall): boolean {
  const end = (call: UpstreamCall) => call.startMs + (call.durationMs ?? 0)
  return one.startMs < end(other) && other.startMs < end(one)
}

/** The parts of an address that may come from somewhere: path segments and values that hold a digit or are long. Plain words are the program's own. */
function partsOf(url: string): string[] {
  if (!URL.canParse(url)) return []
  const { pathname, searchParams } = new URL(url)
  const all = [...pathname.split('/'), ...[...searchParams.values()].flatMap(value => value.split(','))]
  return all.map(decode).filter(part => /\d/.test(part) || part.length > 24)
}

function partsOfRequest({ params, query, headers, url }: Exchange['request']): Set<string> {
  const values = [...Object.values(params ?? {}), ...Object.values(query)].flat()
  const cookies = headers
    .filter(([name]) => name.toLowerCase() === 'cookie')
    .flatMap(([, value]) => value.split(/[;=]/))
  return new Set([...values, ...url.split(/[/?&=]/), ...cookies.map(cookie => cookie.trim())].map(decode))
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

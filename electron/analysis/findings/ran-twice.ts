import type { Rule } from './rule.ts'
import { type Ran, ranOf } from './session.ts'

/** Later than that it is another visit, whatever ties both together. */
const WITHIN_MS = 10_000
/** After a document a person needs longer than that to come to click a link. */
const AT_ONCE_MS = 3000

/** The same page with the same params and query twice within one navigation. */
export const ranTwice: Rule = {
  id: 'ran-twice',
  title: 'A call that ran twice',
  doc: 'Pages Router: Linking and Navigating',
  find(exchange, { recent }) {
    const { call, request, kind, replayOf } = exchange
    if (!call || request.page === null || replayOf !== null) return []
    if (!/^(document|data|prefetch)$/.test(kind) || request.method !== 'GET') return []
    // Most of a load: nothing could tie it to another, and there are hundreds to look through.
    if (exchange.navigation === null && kind !== 'data') return []
    const now = ranOf(exchange, request.page)
    const before = recent.find(one => isTwice(one, now))
    // A document may be looked at for longer than the request that follows it takes, and be told after it.
    const told = recent.findIndex(one => one.id === now.id)
    const after = before ? undefined : recent.slice(0, Math.max(told, 0)).find(one => isTwice(now, one))
    if (after) return [finding(now, after, 'after')]
    return before ? [finding(before, now, 'before')] : []
  },
}

const isTwice = (before: Ran, now: Ran) =>
  before.id !== now.id &&
  before.page === now.page &&
  before.place === now.place &&
  before.startedAt <= now.startedAt &&
  now.startedAt - before.startedAt < WITHIN_MS &&
  isSameVisit(before, now)

/** `told`: where the other one stands, seen from the one that it is told of. */
function finding(before: Ran, now: Ran, told: 'before' | 'after') {
  const [why, advice] = reason(before.kind, now.kind)
  const apart = `${Math.round(now.startedAt - before.startedAt)} ms`
  return {
    severity: before.kind === 'prefetch' ? ('info' as const) : ('warning' as const),
    message: `getServerSideProps ran ${told === 'after' ? 'again ' : ''}for this page with the same params and query ${apart} ${told}: ${why}.`,
    advice,
  }
}

/** Of one navigation; or Next's router asks for the very page that it has just got as a document, and that it names as where it is. */
function isSameVisit(before: Ran, { navigation, kind, startedAt, referer, client }: Ran): boolean {
  if (navigation !== null && before.navigation === navigation) return true
  if (before.kind !== 'document' || kind !== 'data' || startedAt - before.startedAt > AT_ONCE_MS) return false
  const url = URL.canParse(referer) ? new URL(referer) : null
  return url !== null && url.pathname + url.search === before.url && client === before.client
}

function reason(before: string, now: string): readonly [string, string] {
  if (before === 'prefetch') {
    return [
      'it was prefetched, and then asked for again',
      'A prefetch of a page with getServerSideProps runs the call: give the link prefetch={false} where that costs too much.',
    ]
  }
  if (before === 'document' && now === 'data') {
    return [
      'the document brought the props, and then Next’s router asked for them again',
      'Look for a router.replace or push with the same address right after the page is there; { shallow: true } changes the address without the call.',
    ]
  }
  if (before === 'data' && now === 'data') {
    return [
      'Next’s router asked twice',
      'Look for two navigations to the same address at once: a link’s own beside a router.push in its onClick, or an effect that runs twice.',
    ]
  }
  return ['it was asked for again', 'Look for a redirect to the same address, or a reload by the page itself.']
}

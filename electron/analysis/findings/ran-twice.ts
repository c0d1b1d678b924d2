import type { Rule } from './rule.ts'
import { placeOf } from './session.ts'

/** Later than that it is another visit, whatever ties both together. */
const WITHIN_MS = 10_000

/** The same page with the same params and query twice within one navigation. */
export const ranTwice: Rule = {
  id: 'ran-twice',
  title: 'A call that ran twice',
  doc: 'Pages Router: Linking and Navigating',
  find(exchange, { recent }) {
    const { call, request, navigation, kind, id, startedAt, replayOf } = exchange
    if (!call || request.page === null || navigation === null || replayOf !== null) return []
    if (!/^(document|data|prefetch)$/.test(kind) || request.method !== 'GET') return []
    const place = placeOf(exchange)
    const before = recent.find(
      one =>
        one.id !== id &&
        one.navigation === navigation &&
        one.page === request.page &&
        one.place === place &&
        one.startedAt <= startedAt &&
        startedAt - one.startedAt < WITHIN_MS,
    )
    if (!before) return []
    const [why, advice] = reason(before.kind, kind)
    return [
      {
        severity: before.kind === 'prefetch' ? 'info' : 'warning',
        message: `getServerSideProps ran for this page with the same params and query ${Math.round(startedAt - before.startedAt)} ms before, in the same navigation: ${why}.`,
        advice,
      },
    ]
  },
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

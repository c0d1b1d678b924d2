import { visitorReads } from './policy.ts'
import type { Rule } from './rule.ts'
import { type PageFacts, placeOf } from './session.ts'

/** So often the same address must have given the same props, one time after the other. */
const TIMES = 5

export const noStoreByDefault: Rule = {
  id: 'no-store-by-default',
  title: 'Nothing said of caches',
  doc: 'Pages Router: Caching with Server-Side Rendering',
  find(exchange, { pages }) {
    const { call, cache, outcome, request } = exchange
    if (!call || outcome !== 'props' || cache.declared !== null || call.reads === null) return []
    // Of props that nobody has read it is not known whether they are the same.
    if (exchange.propsDigest === null) return []
    const page = request.page === null ? undefined : pages.get(request.page)
    if (!page || page.watched < TIMES || page.setCookie || visitorReads(page.reads).length > 0) return []
    if (isStaticPage(page)) return []
    const times = page.byUrl.get(placeOf(exchange))?.times ?? 0
    if (times < TIMES) return []
    return [
      {
        severity: 'info',
        message: `This address gave the same props ${times} times in a row, and the page says nothing of caches: next start sends no-store, so that every visit runs the call again.`,
        advice:
          'If they may be some seconds old, set Cache-Control: public, s-maxage=10, stale-while-revalidate=59 inside the call.',
      },
    ]
  },
}

/** What could-be-static says more of. */
function isStaticPage({ reads, digest }: PageFacts): boolean {
  return reads.size === 0 && digest !== null
}

import { isSharedCacheable, visitorReads, wantedPolicy } from './policy.ts'
import type { Rule } from './rule.ts'
import { listText } from './words.ts'

/** One visitor's page may be kept for all others. */
export const cacheLeak: Rule = {
  id: 'cache-leak',
  title: 'A shared cache and a visitor’s own page',
  doc: 'Pages Router: Caching with Server-Side Rendering',
  find(exchange) {
    const { call, outcome, request } = exchange
    const policy = wantedPolicy(exchange)
    if (!call || outcome !== 'props' || policy === null || !isSharedCacheable(policy)) return []
    // A cookie that was looked for and was not there tells nobody from nobody.
    const read = visitorReads(call.reads ?? []).filter(one => one !== 'cookies' || hasCookie(request.headers))
    const set = call.setHeaders.some(({ name }) => name === 'set-cookie')
    if (read.length === 0 && !set) return []
    const what = [...(read.length > 0 ? [`looked at ${listText(read)}`] : []), ...(set ? ['set a cookie'] : [])]
    return [
      {
        severity: 'error',
        message: `Shared caches may keep this answer (${policy}), but the call ${what.join(' and ')}: one visitor’s page is served to others.`,
        advice:
          'Say private (or nothing) where the page depends on the visitor, or leave what is the visitor’s to the browser and keep the page the same for all.',
      },
    ]
  },
}

const hasCookie = (headers: readonly (readonly [string, string])[]) =>
  headers.some(([name]) => name.toLowerCase() === 'cookie')

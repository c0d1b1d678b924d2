import type { UpstreamCall } from '../../../shared/exchange.ts'
import type { Rule } from './rule.ts'
import { callText, countText } from './words.ts'

/** Upstream said that it does not know who asks, and the call had not carried on what the browser sent. */
export const cookiesNotForwarded: Rule = {
  id: 'cookies-not-forwarded',
  title: 'Credentials that were not carried on',
  doc: 'Pages Router: getServerSideProps',
  find({ call, request }) {
    const cookies = request.headers
      .filter(([name]) => name.toLowerCase() === 'cookie')
      .flatMap(([, value]) => value.split(';'))
      .filter(part => part.includes('=')).length
    const authorization = request.headers.some(([name]) => name.toLowerCase() === 'authorization')
    if (cookies === 0 && !authorization) return []
    const had = [
      ...(cookies > 0 ? [countText(cookies, 'cookie')] : []),
      ...(authorization ? ['an authorization header'] : []),
    ].join(' and ')
    return (call?.calls ?? [])
      .filter(one => (one.status === 401 || one.status === 403) && carriesNothing(one))
      .map(one => ({
        severity: 'warning',
        message: `${callText(one)} answered ${one.status}; the browser had sent ${had}, and the call carried none of it on.`,
        advice:
          'A fetch on the server sends no cookies by itself: pass what upstream needs, as headers: { cookie: req.headers.cookie }, to servers of your own only.',
      }))
  },
}

const carriesNothing = ({ forwarded }: UpstreamCall) =>
  forwarded !== null &&
  forwarded.cookies.length === 0 &&
  forwarded.otherCookies.length === 0 &&
  forwarded.authorization === 'none'

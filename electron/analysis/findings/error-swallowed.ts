import type { UpstreamCall } from '../../../shared/exchange.ts'
import type { Rule } from './rule.ts'
import { callText } from './words.ts'

/** Upstream failed, and the visitor got a page that says 200. */
export const errorSwallowed: Rule = {
  id: 'error-swallowed',
  title: 'An error that nobody sees',
  doc: 'Pages Router: getServerSideProps',
  find({ call, outcome, response, aborted }) {
    if (!call || outcome !== 'props' || aborted || (response?.status ?? 0) >= 400) return []
    const calls = call.calls ?? []
    return calls
      .filter(one => isFailure(one) && !wasRepeated(one, calls))
      .map(one => ({
        severity: one.status !== null && one.status < 500 ? 'info' : 'warning',
        message: `${callText(one)} ${one.error === null ? `answered ${one.status}` : `failed (${one.error})`}, and the page went out with ${response?.status ?? 200}.`,
        advice:
          'If the page cannot do without it, throw, return notFound, or set res.statusCode: caches and search engines take this for a good page.',
      }))
  },
}

/** 404 is an answer to “is there one”, and 401 to “do you know me”. */
const isFailure = ({ status, error, via }: UpstreamCall) =>
  (via === 'fetch' || via === 'http' || via === 'span') &&
  (error !== null || (status !== null && status >= 400 && status !== 404 && status !== 401))

/** It was tried again, and went well. */
const wasRepeated = (failed: UpstreamCall, calls: readonly UpstreamCall[]) =>
  calls.some(
    one => one.url === failed.url && one.method === failed.method && one.startMs > failed.startMs && !isFailure(one),
  )

import type { UpstreamCall } from '../../../shared/exchange.ts'
import type { Rule } from './rule.ts'
import { bytesText, countText, msText } from './words.ts'

/** What a redirect threw away is only worth a sentence from here on. */
const THREW_AWAY_BYTES = 1000
const THREW_AWAY_MS = 20

/** The call redirects, and what it had fetched goes nowhere. The call that ended last may have decided it, so it does not count. */
export const unusedRedirectBody: Rule = {
  id: 'unused-redirect-body',
  title: 'Fetched for a redirect',
  doc: 'Pages Router: Redirecting',
  find({ call, outcome }) {
    if (!call || outcome !== 'redirect') return []
    const answered = (call.calls ?? []).filter(
      one => one.durationMs !== null && (one.status ?? 0) < 400 && one.error === null,
    )
    const last = answered.reduce<UpstreamCall | null>(
      (found, one) => (found && endOf(found) >= endOf(one) ? found : one),
      null,
    )
    const unused = answered.filter(one => one !== last && /^(GET|SELECT)$/.test(one.method))
    const bytes = unused.reduce((sum, one) => sum + (one.responseBytes ?? 0), 0)
    const ms = unused.reduce((sum, one) => sum + (one.durationMs ?? 0), 0)
    if (unused.length === 0 || (bytes < THREW_AWAY_BYTES && ms < THREW_AWAY_MS)) return []
    return [
      {
        severity: 'info',
        message: `It redirected after ${countText(unused.length, 'upstream call')} (${[...(bytes > 0 ? [bytesText(bytes)] : []), msText(ms)].join(', ')}) whose answers went nowhere, beside the last one.`,
        advice: 'Decide about the redirect first, and fetch what the page needs only after it.',
      },
    ]
  },
}

const endOf = ({ startMs, durationMs }: UpstreamCall) => startMs + (durationMs ?? 0)

import type { Exchange, ExchangeSummary } from '../../shared/exchange.ts'
import { headerValue } from '../correlate/headers.ts'

/** A bar has no room for more. */
const TICKS_AT_MOST = 50

/** What one row shows of an exchange. */
export function summarize(exchange: Exchange): ExchangeSummary {
  const { request, response, call } = exchange
  const error = call?.error ?? exchange.renderError
  return {
    id: exchange.id,
    kind: exchange.kind,
    source: exchange.source,
    server: exchange.server.origin,
    startedAt: exchange.startedAt,
    durationMs: exchange.durationMs,
    aborted: exchange.aborted,
    state: exchange.state,
    outcome: exchange.outcome,
    unkept: exchange.unkept,
    phases: exchange.phases as ExchangeSummary['phases'],
    navigation: exchange.navigation,
    skew: exchange.skew,
    reason: exchange.reason?.name ?? null,
    wireBytes: exchange.response?.wireBytes ?? null,
    answeredBy: exchange.wire?.answeredBy ?? null,
    replayOf: exchange.replayOf,
    replayRun: exchange.replayRun,
    method: request.method,
    url: request.url,
    page: request.page,
    status: response?.status ?? null,
    callMs: call?.durationMs ?? null,
    callStartMs: call?.startMs ?? null,
    calling: call !== null && call.durationMs === null && exchange.state === 'running',
    propsBytes: exchange.props?.bytes ?? null,
    bodyBytes: response?.bodyBytes ?? null,
    cacheDeclared: exchange.cache.declared,
    cacheSent: exchange.cache.sent,
    errorMessage: error ? firstLine(error.name, error.message) : null,
    location: call?.redirect?.destination ?? (response && headerValue(response.headers, 'location')),
    silenced: exchange.silenced.length,
    rules: [...new Set(exchange.findings.map(finding => finding.rule))],
    upstream: (call?.calls ?? []).slice(0, TICKS_AT_MOST).map(({ startMs, durationMs }) => [startMs, durationMs]),
    findings: {
      error: exchange.findings.filter(finding => finding.severity === 'error').length,
      warning: exchange.findings.filter(finding => finding.severity === 'warning').length,
      info: exchange.findings.filter(finding => finding.severity === 'info').length,
    },
    incomplete: exchange.gaps.length > 0,
    marks: marksOf(exchange),
  }
}

function marksOf({ request, response, props }: Exchange): ExchangeSummary['marks'] {
  const marks: ExchangeSummary['marks'] = []
  if (headerValue(request.headers, 'cookie') !== null) marks.push('cookie')
  if (headerValue(request.headers, 'authorization') !== null) marks.push('authorization')
  if (response && headerValue(response.headers, 'set-cookie') !== null) marks.push('set-cookie')
  if (props?.lost && props.lost.length > 0) marks.push('lost')
  return marks
}

function firstLine(name: string | null, message: string): string {
  const line = message.split('\n', 1)[0] ?? ''
  return (name === null ? line : `${name}: ${line}`).slice(0, 300)
}

import { Numbers } from '../numbers.ts'
import type { AgentEvent, CallEndEvent, CallStartEvent, RequestEndEvent, RequestStartEvent } from '../raw-events.ts'
import { KIND, RESULTS } from './kinds.ts'

/** Puts events into one array and one string, used again and again: it makes next to no garbage on the server's heap. */
export interface BriefWriter {
  event(event: AgentEvent): void
  /** All since the last was taken; `numbers` is only good until the next event. */
  take(): { readonly numbers: Float64Array; readonly text: string }
}

export function createBriefWriter(): BriefWriter {
  const numbers = new Numbers()
  let texts: string[] = []

  const number = (value: number | null) => numbers.put(value)
  function text(value: string): void {
    number(value.length)
    texts.push(value)
  }
  const maybeText = (value: string | null) => (value === null ? number(null) : text(value))
  function list(values: readonly string[]): void {
    number(values.length)
    for (const value of values) text(value)
  }
  const maybeList = (values: readonly string[] | null) => (values === null ? number(null) : list(values))
  /** A text is no list: NaN, and then itself. */
  function textOrList(value: string | readonly string[]): void {
    if (typeof value !== 'string') return list(value)
    number(null)
    text(value)
  }

  function begins(kind: number, { request, at }: { readonly request: number; readonly at: number }): void {
    number(kind)
    number(request)
    number(at)
  }
  function requestStart(event: RequestStartEvent): void {
    begins(KIND.REQUEST_START, event)
    text(event.method)
    text(event.url)
    list(event.headers)
    number(Number(event.encrypted))
    number(event.localPort)
    number(event.remotePort)
    number(event.ordinal)
  }
  function callStart(event: CallStartEvent): void {
    begins(KIND.CALL_START, event)
    maybeText(event.page)
    maybeText(event.locale)
    const { params } = event
    if (params === null) return number(null)
    const names = Object.keys(params)
    list(names)
    for (const name of names) textOrList(params[name] ?? '')
  }
  function callEnd(event: CallEndEvent): void {
    begins(KIND.CALL_END, event)
    number(RESULTS.indexOf(event.result))
    number(Number(event.answered))
    number(event.setHeaders.length)
    for (const { name, value, at } of event.setHeaders) {
      text(name)
      number(at)
      number(Number(value !== null))
      if (value !== null) textOrList(value)
    }
    maybeList(event.reads)
    list(event.readsUnseen)
    number(event.upstreamLeftOut)
    const { returned } = event
    if (returned === null) return number(null)
    list(returned.keys)
    text(returned.type)
    text(returned.props)
    number(Number(returned.notFound))
    text(returned.redirect)
    text(returned.destination)
  }
  function requestEnd(event: RequestEndEvent): void {
    begins(KIND.REQUEST_END, event)
    number(Number(event.aborted))
    number(event.status)
    text(event.head)
    number(event.firstByteAt)
    number(event.bodyBytes)
    number(Number(event.bodySent))
    number(event.bodyDropped)
    number(event.bodySpared)
  }
  function other(event: AgentEvent): void {
    number(KIND.OTHER)
    text(JSON.stringify(event))
  }

  return {
    event(event) {
      switch (event.kind) {
        case 'request-start':
          return requestStart(event)
        case 'call-start':
          return callStart(event)
        case 'call-end':
          return event.redirect === null && event.error === null ? callEnd(event) : other(event)
        case 'span':
          if (event.error !== null) return other(event)
          number(KIND.SPAN)
          number(event.request)
          text(event.span)
          maybeText(event.page)
          number(event.from)
          return number(event.to)
        case 'request-end':
          return requestEnd(event)
        case 'described':
          if (event.lost !== null || event.json !== null || event.secrets !== null || event.rejected)
            return other(event)
          number(KIND.UNDESCRIBED)
          number(event.request)
          return number(Number(event.truncated))
        default:
          return other(event)
      }
    },
    take() {
      const taken = { numbers: numbers.take(), text: texts.join('') }
      texts = []
      return taken
    },
  }
}

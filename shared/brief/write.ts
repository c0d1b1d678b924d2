import type { AgentEvent, CallEndEvent, CallStartEvent, RequestEndEvent, RequestStartEvent } from '../raw-events.ts'
import { KIND, NONE, RESULTS } from './kinds.ts'

/** Puts events into one array and one string, used again and again: it makes next to no garbage on the server's heap. */
export interface BriefWriter {
  event(event: AgentEvent): void
  /** All since the last was taken; `numbers` is only good until the next event. */
  take(): { readonly numbers: Float64Array; readonly text: string }
}

export function createBriefWriter(): BriefWriter {
  let numbers = new Float64Array(4096)
  let used = 0
  let texts: string[] = []

  function number(value: number): void {
    if (used === numbers.length) {
      const larger = new Float64Array(used * 2)
      larger.set(numbers)
      numbers = larger
    }
    numbers[used] = value
    used += 1
  }
  function text(value: string): void {
    number(value.length)
    texts.push(value)
  }
  const maybeNumber = (value: number | null) => number(value === null ? NONE : value)
  const maybeText = (value: string | null) => (value === null ? number(NONE) : text(value))
  function list(values: readonly string[]): void {
    number(values.length)
    for (const value of values) text(value)
  }
  const maybeList = (values: readonly string[] | null) => (values === null ? number(NONE) : list(values))
  /** A text is no list: NaN, and then itself. */
  function textOrList(value: string | readonly string[]): void {
    if (typeof value !== 'string') return list(value)
    number(NONE)
    text(value)
  }

  function requestStart(event: RequestStartEvent): void {
    number(KIND.REQUEST_START)
    number(event.request)
    number(event.at)
    text(event.method)
    text(event.url)
    list(event.headers)
    number(Number(event.encrypted))
    maybeNumber(event.localPort)
    maybeNumber(event.remotePort)
    number(event.ordinal)
  }
  function callStart(event: CallStartEvent): void {
    number(KIND.CALL_START)
    number(event.request)
    number(event.at)
    maybeText(event.page)
    maybeText(event.locale)
    const { params } = event
    if (params === null) return number(NONE)
    const names = Object.keys(params)
    list(names)
    for (const name of names) textOrList(params[name] ?? '')
  }
  function callEnd(event: CallEndEvent): void {
    number(KIND.CALL_END)
    number(event.request)
    number(event.at)
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
    if (returned === null) return number(NONE)
    list(returned.keys)
    text(returned.type)
    text(returned.props)
    number(Number(returned.notFound))
    text(returned.redirect)
    text(returned.destination)
  }
  function requestEnd(event: RequestEndEvent): void {
    number(KIND.REQUEST_END)
    number(event.request)
    number(event.at)
    number(Number(event.aborted))
    number(event.status)
    text(event.head)
    maybeNumber(event.firstByteAt)
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
      const taken = { numbers: numbers.subarray(0, used), text: texts.join('') }
      used = 0
      texts = []
      return taken
    },
  }
}

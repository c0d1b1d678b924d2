import type { AgentEvent, CallEndEvent, RawReturned } from '../raw-events.ts'
import { type MonotonicMs, monotonicMs } from '../units.ts'
import { type Brief, KIND, RESULTS } from './kinds.ts'

/**
 * The events of `brief`, made one by one: so they are of the right shape whoever wrote it. `other` reads the text of one that is JSON, and checks it.
 * Throws `RangeError` on what no agent of ours writes.
 */
export function readBrief({ numbers, text }: Brief, other: (json: string) => AgentEvent): AgentEvent[] {
  const events: AgentEvent[] = []
  let at = 0
  let textAt = 0

  function any(): number {
    if (at >= numbers.length) throw new RangeError('events end in the middle of one')
    const value = numbers[at] as number
    at += 1
    return value
  }
  function number(): number {
    const value = any()
    if (!Number.isFinite(value)) throw new RangeError(`an event holds ${value}`)
    return value
  }
  function whole(least = 0): number {
    const value = any()
    if (!Number.isSafeInteger(value) || value < least) throw new RangeError(`an event holds ${value}`)
    return value
  }
  const request = () => whole(1)
  const time = () => monotonicMs(number())
  const flag = () => number() !== 0
  const isNone = () => {
    if (!Number.isNaN(numbers[at])) return false
    at += 1
    return true
  }
  const maybeNumber = () => (isNone() ? null : number())
  const maybeTime = (): MonotonicMs | null => (isNone() ? null : time())
  function string(): string {
    const from = textAt
    textAt += whole()
    if (textAt > text.length) throw new RangeError('events have less text than they say')
    return text.slice(from, textAt)
  }
  const maybeString = () => (isNone() ? null : string())
  function list(): string[] {
    const values: string[] = []
    // Each takes a number at least: so a list is never longer than what came.
    for (let count = whole(); count > 0; count -= 1) values.push(string())
    return values
  }
  const maybeList = () => (isNone() ? null : list())
  const stringOrList = () => (isNone() ? string() : list())

  function params(): Record<string, string | string[]> | null {
    const names = maybeList()
    if (names === null) return null
    const found: Record<string, string | string[]> = {}
    for (const name of names) {
      const value = stringOrList()
      if (name !== '__proto__') found[name] = value
    }
    return found
  }
  function setHeaders(): CallEndEvent['setHeaders'] {
    const headers: CallEndEvent['setHeaders'][number][] = []
    for (let count = whole(); count > 0; count -= 1) {
      const name = string()
      const setAt = time()
      headers.push({ name, value: flag() ? stringOrList() : null, at: setAt })
    }
    return headers
  }
  function returned(): RawReturned | null {
    const keys = maybeList()
    if (keys === null) return null
    return { keys, type: string(), props: string(), notFound: flag(), redirect: string(), destination: string() }
  }
  function result(): CallEndEvent['result'] {
    const found = RESULTS[number()]
    if (found === undefined) throw new RangeError('a call ended in no way that there is')
    return found
  }

  // Members are read in the order in which they stand here, which is the one of write.ts.
  function event(): AgentEvent {
    const kind = number()
    switch (kind) {
      case KIND.OTHER:
        return other(string())
      case KIND.REQUEST_START:
        return {
          kind: 'request-start',
          request: request(),
          at: time(),
          method: string(),
          url: string(),
          headers: list(),
          encrypted: flag(),
          localPort: maybeNumber(),
          remotePort: maybeNumber(),
          ordinal: whole(),
        }
      case KIND.CALL_START:
        return {
          kind: 'call-start',
          request: request(),
          at: time(),
          page: maybeString(),
          locale: maybeString(),
          params: params(),
        }
      case KIND.CALL_END:
        return {
          kind: 'call-end',
          request: request(),
          at: time(),
          result: result(),
          answered: flag(),
          redirect: null,
          error: null,
          setHeaders: setHeaders(),
          reads: maybeList(),
          readsUnseen: list(),
          upstreamLeftOut: whole(),
          returned: returned(),
        }
      case KIND.SPAN:
        return {
          kind: 'span',
          request: request(),
          span: string(),
          page: maybeString(),
          from: time(),
          to: time(),
          error: null,
        }
      case KIND.REQUEST_END:
        return {
          kind: 'request-end',
          request: request(),
          at: time(),
          aborted: flag(),
          status: whole(),
          head: string(),
          firstByteAt: maybeTime(),
          bodyBytes: number(),
          bodySent: flag(),
          bodyDropped: number(),
          bodySpared: number(),
        }
      case KIND.UNDESCRIBED:
        return {
          kind: 'described',
          request: request(),
          lost: null,
          json: null,
          truncated: flag(),
          rejected: false,
          secrets: null,
        }
      default:
        throw new RangeError(`an event of the kind ${kind}`)
    }
  }
  while (at < numbers.length) events.push(event())
  return events
}

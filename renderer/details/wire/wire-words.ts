import type { Wire } from '../../../shared/exchange.ts'
import { assertNever } from '../../../shared/units.ts'

/** `1st`, `2nd`, `3rd`, `11th`, `1,021st`. */
export function ordinal(count: number): string {
  const [tens, ones] = [count % 100, count % 10]
  const ending = tens >= 11 && tens <= 13 ? 'th' : (['th', 'st', 'nd', 'rd'][ones] ?? 'th')
  return `${count.toLocaleString('en-US')}${ending}`
}

/** Whether the connection was used before: `ordinal` counts the requests before this one. */
export function connectionWords({ connection, ordinal: before }: Pick<Wire, 'connection' | 'ordinal'>): string {
  return before === 0
    ? `new: 1st request on connection ${connection}`
    : `reused: ${ordinal(before + 1)} request on connection ${connection}`
}

/** `isWhole`: both messages were read to their ends. */
export function abortWords(abortedBy: Wire['abortedBy'], isWhole: boolean): string {
  switch (abortedBy) {
    case null:
      return isWhole ? 'no: both messages came whole' : 'not that it was seen'
    case 'client':
      return 'the client went away before it was over'
    case 'server':
      return 'the server went away before it was over'
    default:
      return assertNever(abortedBy)
  }
}

/** Who answered; `isAnswered`: there was an answer. */
export function answererWords(answeredBy: Wire['answeredBy'], isAnswered: boolean): string {
  if (answeredBy === 'server') return 'the server'
  return isAnswered
    ? 'the tap itself: no byte of the answer is the server’s'
    : 'nobody: it was not forwarded, since the tap had answered the request before it'
}

const INFORMATIONAL: Readonly<Record<number, string>> = {
  100: 'Continue',
  101: 'Switching Protocols',
  102: 'Processing',
  103: 'Early Hints',
}

/** The answers before the one that counts, each code once. */
export function informationalWords(statuses: readonly number[]): string {
  if (statuses.length === 0) return 'none'
  const times = new Map<number, number>()
  for (const status of statuses) times.set(status, (times.get(status) ?? 0) + 1)
  const words = [...times].map(([status, count]) =>
    [status, INFORMATIONAL[status], count > 1 && `(${count} times)`].filter(Boolean).join(' '),
  )
  return words.join(', ')
}

export interface WireStep {
  readonly name: 'request' | 'wait' | 'answer'
  readonly startMs: number
  /** null where its end was not seen. */
  readonly durationMs: number | null
}

/**
 * What the time went into as the tap saw it: until the request had come, until the answer's first byte, until its last. An answer may begin before the request is whole, and
 * then nobody waited.
 */
export function wireSteps(
  requestSentMs: number | null,
  ttfbMs: number | null,
  durationMs: number | null,
): readonly WireStep[] {
  const steps: WireStep[] = [{ name: 'request', startMs: 0, durationMs: requestSentMs }]
  const waitFrom = requestSentMs ?? 0
  if (ttfbMs === null) {
    const left = requestSentMs === null || durationMs === null ? null : Math.max(0, durationMs - waitFrom)
    return requestSentMs === null ? steps : [...steps, { name: 'wait', startMs: waitFrom, durationMs: left }]
  }
  if (requestSentMs !== null && ttfbMs >= waitFrom) {
    steps.push({ name: 'wait', startMs: waitFrom, durationMs: ttfbMs - waitFrom })
  }
  steps.push({
    name: 'answer',
    startMs: ttfbMs,
    durationMs: durationMs === null ? null : Math.max(0, durationMs - ttfbMs),
  })
  return steps
}

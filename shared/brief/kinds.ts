/**
 * What the agent tells of every request, many events at once: numbers one after the other, and their texts in one string, which costs the server a third of the same as JSON, and our process a fifth, since
 * what is read is of the right shape by itself. `null` and what is absent is NaN; a text is its length in UTF-16 units, and a list its count; texts follow in order. Events that are told
 * seldom, or are large, are JSON (`OTHER`).
 */
export interface Brief {
  readonly numbers: Float64Array
  readonly text: string
}

/** The first number of each event. A new one, or another order of what follows, is another `AGENT_PROTOCOL`. */
export const KIND = {
  OTHER: 0,
  REQUEST_START: 1,
  CALL_START: 2,
  CALL_END: 3,
  SPAN: 4,
  REQUEST_END: 5,
  /** Nothing was looked for. */
  UNDESCRIBED: 6,
} as const

export const RESULTS = ['props', 'redirect', 'notFound', 'error', 'other'] as const
export const NONE = Number.NaN

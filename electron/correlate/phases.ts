import type { Mode, Phase } from '../../shared/exchange.ts'

/** What is known of the moments of a request, as offsets in ms from its start; null where a moment was not seen. */
export interface Moments {
  /** When Next had the page's module ready. */
  readonly readyMs: number | null
  readonly callStartMs: number | null
  readonly callEndMs: number | null
  readonly firstByteMs: number | null
  readonly endMs: number | null
  readonly mode: Mode | null
  /** A document is rendered; a data answer is only written. */
  readonly rendered: boolean
  /** Where Next's own document render began, for pages without a call. */
  readonly renderStartMs: number | null
}

/**
 * The phases of an exchange, without overlap. `compile` (dev only): from arrival until the page's module is ready, which is where `next dev`
 * resolves, compiles if needed and loads it. `render`: from the end of the call to the first byte. `send`: first to last byte; where the call
 * sends the answer itself, only what is left to send after it.
 */
export function phasesOf(moments: Moments): Phase[] {
  const { readyMs, callStartMs, callEndMs, firstByteMs, endMs } = moments
  const phases: Phase[] = []
  const add = (name: Phase['name'], from: number | null, to: number | null) => {
    if (from !== null && to !== null && to >= from) phases.push({ name, startMs: from, durationMs: to - from })
  }
  if (moments.mode === 'dev') add('compile', readyMs === null ? null : 0, readyMs)
  add('getServerSideProps', callStartMs, callEndMs)
  if (moments.rendered) add('render', callEndMs ?? moments.renderStartMs, firstByteMs)
  add('send', firstByteMs === null ? null : Math.max(firstByteMs, callEndMs ?? 0), endMs)
  return phases
}

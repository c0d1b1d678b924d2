import type { Exchange, Phase } from '../../../shared/exchange.ts'

export interface Bar {
  readonly name: Phase['name']
  readonly startMs: number
  /** null: it still runs, or its end was never seen. */
  readonly durationMs: number | null
  /** Where the bar is, as shares of the whole width. */
  readonly left: number
  readonly width: number
}

export interface Waterfall {
  readonly bars: readonly Bar[]
  /** What the full width stands for. */
  readonly totalMs: number
}

/** The phases of one request on its own axis. A call without an end gets a bar to the end of the axis, or to `nowMs` while it runs. */
export function waterfallOf(
  { phases, call, durationMs }: Pick<Exchange, 'phases' | 'call' | 'durationMs'>,
  nowMs: number,
): Waterfall {
  const open = call !== null && call.durationMs === null && !phases.some(({ name }) => name === 'getServerSideProps')
  const ends = phases.map(phase => phase.startMs + phase.durationMs)
  const totalMs = Math.max(durationMs ?? nowMs, ...ends, call === null ? 0 : call.startMs, 0.001)
  // A start before the request's own is a matter of two clocks, and no place on the axis.
  const share = (ms: number) => Math.min(1, Math.max(0, ms / totalMs))
  const bar = (name: Bar['name'], startMs: number, duration: number | null): Bar => {
    const end = duration === null ? totalMs : startMs + duration
    return { name, startMs, durationMs: duration, left: share(startMs), width: share(end - Math.max(0, startMs)) }
  }
  const bars = phases.map(phase => bar(phase.name, phase.startMs, phase.durationMs))
  if (open) bars.push(bar('getServerSideProps', call.startMs, null))
  return { bars: bars.sort((a, b) => a.startMs - b.startMs), totalMs }
}

import type { ExchangeSummary } from '../../../shared/exchange.ts'
import { type ClockAxis, makeClockAxis } from '../clock-axis.ts'
import type { Axis } from '../scale.ts'
import type { BarSpace } from './cell.ts'

/** Where the bars of the rows in sight lie; changes its version only where some bar would lie elsewhere. */
export class BarSpaces {
  #space: BarSpace = { version: 0, width: 0, mode: 'own', maxMs: 1, x: () => 0, lines: [] }
  #axis: Axis = { maxMs: 1, ticks: [] }
  #mode: BarSpace['mode'] = 'own'
  #width = 0
  #key = ''

  /** `onClock` is told the axis of `clock` whenever it is another one, and null where the mode is `own`. */
  constructor(private readonly onClock: (axis: ClockAxis | null) => void) {}

  /** Of the rows that were in sight last. */
  get last(): BarSpace {
    return this.#space
  }

  set(width: number, mode: BarSpace['mode'], axis: Axis): void {
    this.#width = width
    this.#mode = mode
    this.#axis = axis
  }

  forRows(rows: readonly ExchangeSummary[], now: number): BarSpace {
    const own = this.#mode === 'own'
    const spans = own ? [] : rows.map(row => spanOf(row, now))
    const key = own
      ? `${this.#width},${this.#axis.maxMs}`
      : `clock ${this.#width} ${spans.map(({ startMs, endMs }) => `${startMs}-${endMs}`).join()}`
    if (key === this.#key) return this.#space
    this.#key = key
    const clock = own ? null : makeClockAxis(spans, this.#width)
    this.#space = {
      version: this.#space.version + 1,
      width: this.#width,
      mode: this.#mode,
      maxMs: this.#axis.maxMs,
      x: clock?.x ?? (() => 0),
      lines: clock
        ? clock.ticks.map(({ x }) => x)
        : this.#axis.ticks.map(tick => (tick / this.#axis.maxMs) * this.#width),
    }
    this.onClock(clock)
    return this.#space
  }
}

function spanOf({ startedAt, durationMs, state, phases }: ExchangeSummary, now: number) {
  const known = phases.reduce((end, phase) => Math.max(end, phase.startMs + phase.durationMs), 0)
  const length = durationMs ?? (state === 'running' ? now - startedAt : known)
  return { startMs: startedAt, endMs: startedAt + Math.max(0, length || 0) }
}

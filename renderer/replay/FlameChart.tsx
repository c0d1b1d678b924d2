import { useState } from 'react'
import type { FlameBar, ProfiledReplay } from '../../shared/replay.ts'
import { formatMs } from '../ui/format.ts'
import { Segments } from '../ui/Segments.tsx'
import { safeText, shorten } from '../ui/safe-text.ts'
import styles from './FlameChart.module.css'

const ROW = 18
/** Bars of a smaller share of the width have no room for a name. */
const NARROW = 0.05
const CODE = [
  { value: 'own', label: 'Own code' },
  { value: 'all', label: 'All code' },
] as const
const TIMES = [
  { value: 'call', label: 'The call' },
  { value: 'whole', label: 'The whole request' },
] as const

interface Range {
  readonly from: number
  readonly to: number
}
const isSame = (a: Range, b: Range) => a.from === b.from && a.to === b.to

/** What was on the stack when, from the outside down; own code is coloured. Told as a table below, so screen readers pass it over. */
export function FlameChart({ profile }: { readonly profile: ProfiledReplay }) {
  const { call, durationMs } = profile
  const whole = { from: 0, to: durationMs }
  const inCall =
    call?.durationMs != null && call.durationMs > 0 ? { from: call.startMs, to: call.startMs + call.durationMs } : null
  const [range, setRange] = useState<Range>(inCall ?? whole)
  const [own, setOwn] = useState(true)
  const bars = packed(profile.bars, own).filter(
    bar => bar.startMs < range.to && bar.startMs + bar.durationMs > range.from,
  )
  const depth = Math.max(0, ...bars.map(bar => bar.depth)) + 1
  const length = Math.max(0.001, range.to - range.from)
  const left = (ms: number) => `${(Math.max(0, ms - range.from) / length) * 100}%`
  return (
    <figure className={styles['figure']}>
      <figcaption className={styles['head']}>
        <span>{bars.length === 0 ? '' : 'A click on a bar goes into it.'}</span>
        <Segments
          label="Whose code"
          options={CODE}
          value={own ? 'own' : 'all'}
          onChange={value => setOwn(value === 'own')}
        />
        <Segments
          label="Time shown"
          options={inCall ? TIMES : TIMES.slice(1)}
          value={isSame(range, whole) ? 'whole' : inCall && isSame(range, inCall) ? 'call' : null}
          onChange={value => setRange(value === 'call' && inCall ? inCall : whole)}
        />
      </figcaption>
      <div className={styles['axis']} aria-hidden>
        <span>{formatMs(range.from)}</span>
        <span>{formatMs((range.from + range.to) / 2)}</span>
        <span>{formatMs(range.to)}</span>
      </div>
      {bars.length === 0 ? (
        <p className={styles['none']}>
          {own
            ? 'No sample found code of the project itself here: it waited, or libraries ran.'
            : 'Nothing ran here: it waited.'}
        </p>
      ) : (
        <div className={styles['chart']} style={{ height: depth * ROW }} aria-hidden>
          {bars.map(bar => {
            const end = Math.min(range.to, bar.startMs + bar.durationMs)
            const share = (end - Math.max(range.from, bar.startMs)) / length
            const words = `${safeText(bar.name)} ${formatMs(bar.durationMs)}${bar.place === null ? '' : `, ${safeText(bar.place)}`}`
            return (
              <button
                key={`${bar.depth} ${bar.startMs}`}
                type="button"
                tabIndex={-1}
                className={styles['bar']}
                data-own={bar.own || undefined}
                title={words}
                style={{
                  top: bar.depth * ROW,
                  left: left(bar.startMs),
                  width: `${share * 100}%`,
                }}
                onClick={() => setRange({ from: bar.startMs, to: bar.startMs + bar.durationMs })}
              >
                {share < NARROW ? null : shorten(safeText(bar.name), 80)}
              </button>
            )
          })}
        </div>
      )}
    </figure>
  )
}

/** With only own code, what stood between is left out and the rest moves up: each bar lies below the own code that called it. */
export function packed(bars: readonly FlameBar[], own: boolean): readonly FlameBar[] {
  if (!own) return bars
  const sorted = [...bars].sort((a, b) => a.startMs - b.startMs || a.depth - b.depth)
  const open: FlameBar[] = []
  const kept: FlameBar[] = []
  for (const bar of sorted) {
    while (open.length > 0 && (open.at(-1)?.depth ?? 0) >= bar.depth) open.pop()
    if (bar.own) kept.push({ ...bar, depth: open.filter(one => one.own).length })
    open.push(bar)
  }
  return kept
}

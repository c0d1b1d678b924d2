import { useState } from 'react'
import type { FlameBar, ProfiledReplay } from '../../shared/replay.ts'
import { Button } from '../ui/Button.tsx'
import { formatMs } from '../ui/format.ts'
import { safeText, shorten } from '../ui/safe-text.ts'
import styles from './FlameChart.module.css'

const ROW = 18

/** What was on the stack when, from the outside down; own code is coloured. Told as a table below, so screen readers pass it over. */
export function FlameChart({ profile }: { readonly profile: ProfiledReplay }) {
  const { call, durationMs } = profile
  const whole = { from: 0, to: durationMs }
  const inCall =
    call?.durationMs != null && call.durationMs > 0 ? { from: call.startMs, to: call.startMs + call.durationMs } : null
  const [range, setRange] = useState(inCall ?? whole)
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
        <span>
          {formatMs(range.from)} to {formatMs(range.to)}
        </span>
        <Button size="small" variant="quiet" aria-pressed={own} onClick={() => setOwn(!own)}>
          {own ? 'Own code' : 'All code'}
        </Button>
        {inCall ? (
          <Button size="small" variant="quiet" onClick={() => setRange(inCall)}>
            The call
          </Button>
        ) : null}
        <Button size="small" variant="quiet" onClick={() => setRange(whole)}>
          The whole request
        </Button>
      </figcaption>
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
                  width: `${((end - Math.max(range.from, bar.startMs)) / length) * 100}%`,
                }}
                onClick={() => setRange({ from: bar.startMs, to: bar.startMs + bar.durationMs })}
              >
                {shorten(safeText(bar.name), 80)}
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

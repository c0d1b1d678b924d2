import { useMemo, useRef } from 'react'
import { useRows } from '../state/rows-hooks.ts'
import { formatClock, formatCount, formatCountOf } from '../ui/format.ts'
import { useWidth } from '../ui/use-size.ts'
import { useThrottled } from '../ui/use-throttled.ts'
import { type Density, makeDensity, roundStep } from './density.ts'
import styles from './Overview.module.css'
import { useViewport } from './viewport.ts'

const BIN = 7
const BAR = 5
const HEIGHT = 34
/** Fewer than this do not fill the height: one request is not a peak. */
const FULL = 4
const LABEL_EVERY = 120
const RENEW_MS = 250
/** What the filter hides is only hinted at. */
const HIDDEN = 2

/** All requests over time: how many started when, and which failed. The band is what the list shows. */
export function Overview() {
  const { all, shown, version } = useRows()
  const box = useRef<HTMLDivElement>(null)
  const width = useWidth(box)
  const count = Math.max(2, Math.floor(width / BIN))
  const seen = useThrottled(version, RENEW_MS)
  const density = useMemo(
    // The rows are changed in place: `seen` is what tells.
    () => (seen < 0 ? null : makeDensity(all, shown, count)),
    [all, shown, count, seen],
  )
  return (
    <section className={styles['overview']} aria-label="Overview">
      <div ref={box} className={styles['box']}>
        {density && width > 0 ? <Chart density={density} width={width} /> : <Baseline width={width} />}
      </div>
    </section>
  )
}

function Baseline({ width }: { readonly width: number }) {
  return (
    <svg className={styles['svg']} width={width} height={HEIGHT} aria-hidden>
      <line className={styles['base']} x1={0} x2={width} y1={HEIGHT - 0.5} y2={HEIGHT - 0.5} />
    </svg>
  )
}

function Chart({ density, width }: { readonly density: Density; readonly width: number }) {
  const { bins, most, startMs, stepMs } = density
  const tall = (count: number) => (count === 0 ? 0 : Math.max(3, (count / Math.max(most, FULL)) * (HEIGHT - 4)))
  const label = useMemo(() => describe(density), [density])
  return (
    <>
      <svg className={styles['svg']} width={width} height={HEIGHT} role="img" aria-label={label}>
        <line className={styles['base']} x1={0} x2={width} y1={HEIGHT - 0.5} y2={HEIGHT - 0.5} />
        <Band density={density} />
        {bins.map((bin, index) => {
          if (bin.shown + bin.hidden === 0) return null
          const [through, failed] = [tall(bin.shown), tall(bin.errors)]
          const x = index * BIN + 1
          const at = startMs + index * stepMs
          return (
            <g key={at}>
              {bin.hidden > 0 ? (
                <rect className={styles['hidden']} x={x} y={HEIGHT - HIDDEN} width={BAR} height={HIDDEN} rx={1} />
              ) : null}
              <rect className={styles['shown']} x={x} y={HEIGHT - through} width={BAR} height={through} rx={1} />
              {bin.errors > 0 ? (
                <rect className={styles['error']} x={x} y={HEIGHT - failed} width={BAR} height={failed} rx={1} />
              ) : null}
            </g>
          )
        })}
      </svg>
      <Ruler density={density} width={width} />
    </>
  )
}

/** The time of the rows that are in sight. */
function Band({ density }: { readonly density: Density }) {
  const { shown } = useRows()
  const { first, last } = useViewport()
  const [from, to] = [shown.at(first ?? -1), shown.at(last ?? -1)]
  if (!from || !to || (first === 0 && last === shown.length - 1)) return null
  const x = (epochMs: number) => Math.floor((epochMs - density.startMs) / density.stepMs) * BIN
  const left = Math.max(0, x(from.startedAt) - 1)
  return (
    <rect
      className={styles['band']}
      x={left}
      y={0}
      width={Math.max(BIN, x(to.startedAt) + BIN - left)}
      height={HEIGHT}
    />
  )
}

function Ruler({ density, width }: { readonly density: Density; readonly width: number }) {
  const { startMs, stepMs, most } = density
  const spanMs = (width / BIN) * stepMs
  const every = roundStep(spanMs, Math.max(1, Math.floor(width / LABEL_EVERY)))
  const first = Math.ceil(startMs / every) * every
  const labels: number[] = []
  for (let at = first; at < startMs + spanMs; at += every) labels.push(at)
  return (
    <div className={styles['ruler']} aria-hidden>
      {labels.map(at => {
        const left = ((at - startMs) / spanMs) * width
        // A label that would be cut at the right edge is left out.
        return left > width - 150 ? null : (
          <span key={at} className={styles['label']} style={{ left }}>
            {formatClock(at)}
          </span>
        )
      })}
      <span className={styles['most']}>
        peak {formatCount(most)} in {stepMs < 60_000 ? `${stepMs / 1000} s` : `${stepMs / 60_000} min`}
      </span>
    </div>
  )
}

function describe({ bins, startMs, stepMs }: Density): string {
  const shown = bins.reduce((sum, bin) => sum + bin.shown, 0)
  const errors = bins.reduce((sum, bin) => sum + bin.errors, 0)
  const end = startMs + (bins.findLastIndex(bin => bin.shown + bin.hidden > 0) + 1) * stepMs
  return `${formatCountOf(shown, 'exchange')} between ${formatClock(startMs)} and ${formatClock(end)}, ${formatCountOf(errors, 'error')}`
}

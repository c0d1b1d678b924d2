import { type KeyboardEvent, useLayoutEffect, useMemo, useRef, useState } from 'react'
import { changeFilter, useFilter } from '../../state/filter-state.ts'
import { useRows } from '../../state/rows-hooks.ts'
import { useTheme } from '../../state/theme.ts'
import { formatClock, formatCount, formatCountOf } from '../../ui/format.ts'
import { useMedia } from '../../ui/use-media.ts'
import { useWidth } from '../../ui/use-size.ts'
import { useThrottled } from '../../ui/use-throttled.ts'
import type { TimeWindow } from '../filter.ts'
import { useViewport } from '../viewport.ts'
import { drawOverview, HEIGHT } from './draw.ts'
import { ERROR, HIDDEN, MarkMaker, type Marks, SLOW } from './marks.ts'
import styles from './Overview.module.css'
import { panned, rulerTicks, tickWords, useTimeView, zoomed } from './time-view.ts'
import { usePointer } from './use-pointer.ts'

const RENEW_MS = 250
/** Less than this is not stretched over the whole width. */
const LEAST_SPAN_MS = 30_000
/** Of the whole session: kept free at the right, where the next ones come. */
const AHEAD = 0.02

/** All requests over time: how many began when, which failed and which were slow. Drag selects a window of time, the wheel zooms. */
export function Overview() {
  const { all, shown, version } = useRows()
  const box = useRef<HTMLDivElement>(null)
  const width = useWidth(box)
  const seen = useThrottled(version, RENEW_MS)
  const [maker] = useState(() => new MarkMaker())
  const marks = useMemo(
    // The rows are changed in place: `seen` is what tells.
    () => (seen < 0 ? null : maker.make(all, shown)),
    [maker, all, shown, seen],
  )
  return (
    <section className={styles['overview']} aria-label="Overview">
      <div ref={box} className={styles['box']}>
        {marks && marks.count > 0 && width > 0 ? (
          <Strip marks={marks} width={width} />
        ) : (
          <div className={styles['base']} style={{ height: HEIGHT }} />
        )}
      </div>
    </section>
  )
}

function Strip({ marks, width }: { readonly marks: Marks; readonly width: number }) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const surface = useRef<HTMLDivElement>(null)
  const whole = useMemo(() => wholeOf(marks), [marks])
  const asked = useTimeView(state => state.view)
  const view = asked ?? whole
  const chosen = useFilter(state => state.filter.window)
  const [draft, setDraft] = useState<TimeWindow | null>(null)
  const theme = useTheme(state => state.theme)
  const dark = useMedia('(prefers-color-scheme: dark)')
  const contrast = useMedia('(prefers-contrast: more)')
  const [drawn, setDrawn] = useState({ most: 0, stepMs: 1 })
  // biome-ignore lint/correctness/useExhaustiveDependencies: the colours are read from the document
  useLayoutEffect(() => {
    if (!canvas.current) return
    const { most, stepMs } = drawOverview(canvas.current, width, { marks, view, window: draft ?? chosen })
    setDrawn(before => (before.most === most && before.stepMs === stepMs ? before : { most, stepMs }))
  }, [marks, width, view, chosen, draft, theme, dark, contrast])
  usePointer({ box: surface, view, whole, width, onDraft: setDraft })
  const label = useMemo(() => describe(marks), [marks])
  const onKeyDown = (event: KeyboardEvent) => {
    const span = view.toMs - view.fromMs
    const middle = (view.fromMs + view.toMs) / 2
    const put = (next: TimeWindow | null) => useTimeView.setState({ view: next })
    if (event.key === 'ArrowLeft') put(panned(view, whole, -span / 4))
    else if (event.key === 'ArrowRight') put(panned(view, whole, span / 4))
    else if (event.key === '+' || event.key === '=') put(zoomed(view, whole, middle, 0.5))
    else if (event.key === '-') put(zoomed(view, whole, middle, 2))
    else if (event.key === 'Enter') changeFilter({ window: view })
    else if (event.key === 'Escape' && (chosen || asked)) {
      changeFilter({ window: null })
      put(null)
    } else return
    event.preventDefault()
    event.stopPropagation()
  }
  return (
    <>
      {/* biome-ignore lint/a11y/useSemanticElements: no element is a strip of time */}
      <div
        ref={surface}
        role="group"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it is panned and zoomed by keys
        tabIndex={0}
        aria-label={`Requests over time: ${label}. Arrow keys pan, plus and minus zoom, Enter keeps only the requests of the time shown, Escape shows all again.`}
        className={styles['surface']}
        onKeyDown={onKeyDown}
      >
        {chosen || draft ? null : <Band view={view} width={width} />}
        <canvas ref={canvas} className={styles['canvas']} style={{ width, height: HEIGHT }} aria-hidden />
        <Ruler view={view} width={width} most={drawn.most} stepMs={drawn.stepMs} />
      </div>
    </>
  )
}

function wholeOf({ firstMs, lastMs }: Marks): TimeWindow {
  const span = Math.max(LEAST_SPAN_MS, (lastMs - firstMs) * (1 + AHEAD))
  return { fromMs: firstMs, toMs: firstMs + span }
}

/** The time of the rows that the list has in sight. Moved without React: it changes with every frame of a scroll. */
function Band({ view, width }: { readonly view: TimeWindow; readonly width: number }) {
  const band = useRef<HTMLDivElement>(null)
  const { listed: shown } = useRows()
  useLayoutEffect(() => {
    const place = () => {
      const element = band.current
      if (!element) return
      const { first, last } = useViewport.getState()
      const [from, to] = [shown.at(first ?? -1)?.startedAt, shown.at(last ?? -1)?.startedAt]
      const all = first === 0 && last === shown.length - 1
      const there = from !== undefined && to !== undefined && !all && shown.order === null
      const scale = width / Math.max(1, view.toMs - view.fromMs)
      // Whole pixels: parts of one are not seen, and each costs a frame of a scroll its painting.
      const left = there ? Math.round((from - view.fromMs) * scale) : 0
      element.style.transform = `translateX(${left}px)`
      element.style.width = there ? `${Math.max(3, Math.round((to - from) * scale))}px` : '0'
    }
    place()
    return useViewport.subscribe(place)
  }, [shown, view, width])
  return <div ref={band} className={styles['band']} style={{ height: HEIGHT }} />
}

interface RulerProps {
  readonly view: TimeWindow
  readonly width: number
  readonly most: number
  readonly stepMs: number
}

function Ruler({ view, width, most, stepMs }: RulerProps) {
  const ruler = rulerTicks(view, width)
  return (
    <div className={styles['ruler']} aria-hidden>
      {ruler.ticks.map(at => {
        const left = ((at - view.fromMs) / (view.toMs - view.fromMs)) * width
        // A label that would be cut at the right edge is left out.
        return left > width - 150 ? null : (
          <span key={at} className={styles['label']} style={{ left }}>
            {tickWords(at, ruler.stepMs)}
          </span>
        )
      })}
      <span className={styles['most']}>
        peak {formatCount(most)} in {lengthWords(stepMs)}
      </span>
    </div>
  )
}

function lengthWords(ms: number): string {
  if (ms < 1000) return `${ms} ms`
  return ms < 60_000 ? `${ms / 1000} s` : ms < 3_600_000 ? `${ms / 60_000} min` : `${ms / 3_600_000} h`
}

function describe({ count, flags, firstMs, lastMs }: Marks): string {
  let [shown, errors, slow] = [0, 0, 0]
  for (let index = 0; index < count; index++) {
    const flag = flags[index] ?? 0
    if (flag & HIDDEN) continue
    shown++
    if (flag & ERROR) errors++
    else if (flag & SLOW) slow++
  }
  return `${formatCountOf(shown, 'exchange')} between ${formatClock(firstMs)} and ${formatClock(lastMs)}, ${formatCountOf(errors, 'error')}, ${formatCount(slow)} slow`
}

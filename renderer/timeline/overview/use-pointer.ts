import { type RefObject, useEffect } from 'react'
import { changeFilter, useFilter } from '../../state/filter-state.ts'
import type { TimeWindow } from '../filter.ts'
import { goToTime } from '../viewport.ts'
import { panned, useTimeView, zoomed } from './time-view.ts'

/** Moved less than this it was a click, in px. */
const CLICK_PX = 4
/** So near to an edge of the window it is the edge that is dragged. */
const EDGE_PX = 5
const WHEEL = 0.0015

export interface PointerOptions {
  readonly box: RefObject<HTMLElement | null>
  readonly view: TimeWindow
  readonly whole: TimeWindow
  readonly width: number
  /** While a window is dragged; null: not any more. */
  readonly onDraft: (window: TimeWindow | null) => void
}

/**
 * Drag selects a window of time, or moves the edge that it begins at; a click goes there in the list; with Shift the drag pans. The wheel zooms about the pointer, and pans with Shift or
 * sideways. A double click shows everything again.
 */
export function usePointer({ box, view, whole, width, onDraft }: PointerOptions): void {
  useEffect(() => {
    const element = box.current
    if (!element || width === 0) return
    const scale = (view.toMs - view.fromMs) / width
    const timeAt = (event: MouseEvent) => view.fromMs + (event.clientX - element.getBoundingClientRect().left) * scale
    const put = (next: TimeWindow | null) => useTimeView.setState({ view: next })

    const onWheel = (event: WheelEvent) => {
      event.preventDefault()
      const sideways = event.shiftKey ? event.deltaY : event.deltaX
      const now = useTimeView.getState().view ?? whole
      if (Math.abs(sideways) > Math.abs(event.shiftKey ? 0 : event.deltaY)) put(panned(now, whole, sideways * scale))
      else put(zoomed(now, whole, timeAt(event), Math.exp(event.deltaY * WHEEL)))
    }
    const onDown = (event: PointerEvent) => {
      if (event.button !== 0) return
      element.setPointerCapture(event.pointerId)
      const startX = event.clientX
      const startMs = timeAt(event)
      const chosen = useFilter.getState().filter.window
      const fixed = chosen ? otherEdge(chosen, startMs, EDGE_PX * scale) : null
      let draft: TimeWindow | null = null
      const move = (moved: PointerEvent) => {
        if (Math.abs(moved.clientX - startX) < CLICK_PX && draft === null) return
        if (event.shiftKey) {
          put(panned(view, whole, (startX - moved.clientX) * scale))
          return
        }
        const [a, b] = [fixed ?? startMs, timeAt(moved)]
        draft = { fromMs: Math.min(a, b), toMs: Math.max(a, b) }
        onDraft(draft)
      }
      const end = () => {
        element.removeEventListener('pointermove', move)
        element.removeEventListener('lostpointercapture', end)
        onDraft(null)
        if (draft) changeFilter({ window: draft })
        else if (!event.shiftKey) {
          const within = chosen && startMs >= chosen.fromMs && startMs <= chosen.toMs
          if (chosen && !within) changeFilter({ window: null })
          goToTime.to(startMs)
        }
      }
      element.addEventListener('pointermove', move)
      element.addEventListener('lostpointercapture', end)
    }
    const onDouble = () => {
      put(null)
      changeFilter({ window: null })
    }
    element.addEventListener('wheel', onWheel, { passive: false })
    element.addEventListener('pointerdown', onDown)
    element.addEventListener('dblclick', onDouble)
    return () => {
      element.removeEventListener('wheel', onWheel)
      element.removeEventListener('pointerdown', onDown)
      element.removeEventListener('dblclick', onDouble)
    }
  }, [box, view, whole, width, onDraft])
}

/** The edge that stays while the one at `atMs` is dragged; null where there is none. */
function otherEdge({ fromMs, toMs }: TimeWindow, atMs: number, nearMs: number): number | null {
  if (Math.abs(atMs - fromMs) <= nearMs) return toMs
  return Math.abs(atMs - toMs) <= nearMs ? fromMs : null
}

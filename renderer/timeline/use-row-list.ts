import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react'
import type { ExchangeSummary } from '../../shared/exchange.ts'
import { serverTagOf } from '../servers/server-tag.ts'
import { feed } from '../state/backend.ts'
import { useLayout } from '../state/layout-state.ts'
import { usePins } from '../state/pins.ts'
import { useStore } from '../state/store.ts'
import { safeText, shorten } from '../ui/safe-text.ts'
import { onRestyled } from './restyled.ts'
import { BarSpaces } from './rows/bar-spaces.ts'
import { drawClockRuler } from './rows/clock-ruler.ts'
import type { Column } from './rows/columns.ts'
import { PinnedRows } from './rows/pinned-rows.ts'
import { RowList } from './rows/row-list.ts'
import { ROW_HEIGHT } from './rows/row-view.ts'
import type { Axis } from './scale.ts'
import { displayUrl } from './texts.ts'
import { goToTime, useViewport } from './viewport.ts'

const HEAD = 26

export interface RowListParts {
  readonly box: RefObject<HTMLDivElement | null>
  readonly scroller: RefObject<HTMLDivElement | null>
  readonly body: RefObject<HTMLDivElement | null>
  readonly band: RefObject<HTMLDivElement | null>
  readonly ruler: RefObject<HTMLDivElement | null>
}

export interface RowListView {
  readonly newRows: number
  readonly follow: () => void
}

/** Keeps the rows in the document true to the store: React draws the frame around them, and they themselves are not React's. */
export function useRowList(
  parts: RowListParts,
  columns: readonly Column[],
  widths: readonly number[],
  axis: Axis,
  barsWidth: number,
): RowListView {
  const [newRows, setNewRows] = useState(0)
  const list = useRef<RowList | null>(null)
  const pinnedRows = useRef<PinnedRows | null>(null)
  const spaces = useRef<BarSpaces | null>(null)
  const mode = useLayout(state => state.bars)
  const pins = usePins(state => state.pins)

  useLayoutEffect(() => {
    const [box, scroller, body, band] = [
      parts.box.current,
      parts.scroller.current,
      parts.body.current,
      parts.band.current,
    ]
    if (!box || !scroller || !body || !band) return
    const bars = new BarSpaces(clock => {
      const ruler = parts.ruler.current
      if (!clock) body.style.removeProperty('--lines')
      else if (ruler) drawClockRuler(ruler, body, clock, ruler.clientWidth)
    })
    const made = new RowList({
      box,
      scroller,
      body,
      all: feed.all,
      shown: feed.listed,
      foldOf: row => feed.foldOf(row),
      serverTag: serverTagOf,
      railTitle,
      onRange: (first, last) => useViewport.setState({ first, last }),
      onNew: setNewRows,
      barsFor: (rows, now) => bars.forRows(rows, now),
    })
    const above = new PinnedRows({ band, all: feed.all, serverTag: serverTagOf })
    list.current = made
    pinnedRows.current = above
    spaces.current = bars
    let pinned = 0
    const drawPins = () => {
      const there = pinsThere()
      // One that is remembered may come late, and one that is there be let go.
      if (there.length !== pinned) made.setHeights(scroller.clientHeight, HEAD + there.length * ROW_HEIGHT)
      pinned = there.length
      above.draw(there, useStore.getState().selected, bars.last)
    }
    const stop = useStore.subscribe((state, before) => {
      if (state.selected !== before.selected) made.select(state.selected)
      if (state.rowsVersion !== before.rowsVersion || state.chosen !== before.chosen) made.sync()
      if (usePins.getState().pins.length > 0) drawPins()
    })
    const stopGoing = goToTime.listen(epochMs => made.goTo(epochMs))
    const onScroll = () => made.onScroll()
    scroller.addEventListener('scroll', onScroll, { passive: true })
    const measure = () => made.setHeights(scroller.clientHeight, HEAD + pinsThere().length * ROW_HEIGHT)
    const observer = new ResizeObserver(measure)
    observer.observe(scroller)
    const stopLooking = onRestyled(() => made.restyled())
    made.select(useStore.getState().selected)
    return () => {
      stop()
      stopGoing()
      scroller.removeEventListener('scroll', onScroll)
      observer.disconnect()
      stopLooking()
      made.destroy()
    }
  }, [parts])

  useLayoutEffect(() => {
    list.current?.setColumns(columns, widths)
    pinnedRows.current?.setColumns(columns)
  }, [columns, widths])
  useLayoutEffect(() => {
    spaces.current?.set(barsWidth, mode, axis)
    list.current?.draw()
  }, [barsWidth, mode, axis])
  // biome-ignore lint/correctness/useExhaustiveDependencies: what lies elsewhere is drawn anew
  useLayoutEffect(() => {
    const [scroller, there] = [parts.scroller.current, pinsThere()]
    if (!scroller) return
    list.current?.setPins(pins)
    list.current?.setHeights(scroller.clientHeight, HEAD + there.length * ROW_HEIGHT)
    const bars = spaces.current?.last
    if (bars) pinnedRows.current?.draw(there, useStore.getState().selected, bars)
    list.current?.draw()
  }, [pins, columns, barsWidth, mode, axis])
  useEffect(() => () => useViewport.setState({ first: null, last: null }), [])
  return { newRows, follow: useCallback(() => list.current?.follow(), []) }
}

/** What was let go is pinned no more. */
const pinsThere = () => usePins.getState().pins.filter(id => feed.all.get(id) !== undefined)

function railTitle({ navigation }: ExchangeSummary): string | undefined {
  const began = navigation === null ? undefined : feed.all.get(navigation)
  return (
    began &&
    `One navigation, begun by ${began.method} ${safeText(shorten(displayUrl(began), 200))}. Click, or press ←, to fold it into one row`
  )
}

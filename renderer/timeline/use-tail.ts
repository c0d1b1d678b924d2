import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react'
import type { SortedRows } from '../state/rows.ts'

export interface Tail {
  /** The list scrolls along with new rows. */
  readonly following: boolean
  /** How many rows came below what was seen, while not following. */
  readonly newRows: number
  readonly follow: () => void
  readonly onScroll: () => void
}

export interface TailOptions {
  readonly scroller: RefObject<HTMLElement | null>
  readonly shown: SortedRows
  /** Changes whenever `shown` did, which is changed in place. */
  readonly version: number
  readonly selected: string | null
  /** Height of a row in px. */
  readonly rowHeight: number
}

/** Nearer to the end than this counts as being there, in px. */
const SLACK = 12

/**
 * Keeps the newest row in sight until the user scrolls up or selects an older one, and again once the user scrolls to the end. While not
 * following, what is in sight stays where it is, also when rows above it are let go. Call after `useVirtualizer`, which puts the scroller
 * to its own start once.
 */
export function useTail({ scroller, shown, version, selected, rowHeight }: TailOptions): Tail {
  const [following, setFollowing] = useState(true)
  const lastSeen = useRef('')
  const top = useRef(0)
  const anchor = useRef<{ readonly id: string; readonly index: number } | null>(null)
  const last = shown.at(shown.length - 1)?.id ?? ''

  // biome-ignore lint/correctness/useExhaustiveDependencies: `version` tells that rows changed
  useLayoutEffect(() => {
    const element = scroller.current
    if (!element) return
    if (following) {
      element.scrollTop = element.scrollHeight
      lastSeen.current = last
    } else if (anchor.current) {
      const index = shown.indexOf(anchor.current.id)
      if (index < 0 || index === anchor.current.index) return
      element.scrollTop += (index - anchor.current.index) * rowHeight
      anchor.current = { ...anchor.current, index }
    }
    top.current = element.scrollTop
  }, [following, version, last, scroller, rowHeight])

  useEffect(() => {
    if (selected !== null && selected !== lastSeen.current) setFollowing(false)
  }, [selected])

  const onScroll = useCallback(() => {
    const element = scroller.current
    if (!element) return
    const isUp = element.scrollTop < top.current
    top.current = element.scrollTop
    const index = Math.floor(element.scrollTop / rowHeight)
    const id = shown.at(index)?.id
    anchor.current = id === undefined ? null : { id, index }
    if (element.scrollHeight - element.scrollTop - element.clientHeight < SLACK) setFollowing(true)
    else if (isUp) setFollowing(false)
  }, [scroller, shown, rowHeight])

  return {
    following,
    newRows: following ? 0 : shown.countAfter(lastSeen.current),
    follow: useCallback(() => setFollowing(true), []),
    onScroll,
  }
}

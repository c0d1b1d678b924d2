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

/** Nearer to the end than this counts as being there, in px. */
const SLACK = 12

/**
 * Keeps the newest row in sight until the user scrolls away or selects an older one. It is a person who stops it, and who
 * starts it again by scrolling to the end.
 */
export function useTail(
  scroller: RefObject<HTMLElement | null>,
  shown: SortedRows,
  version: number,
  selected: string | null,
): Tail {
  const [following, setFollowing] = useState(true)
  const lastSeen = useRef('')
  const last = shown.at(shown.length - 1)?.id ?? ''

  // biome-ignore lint/correctness/useExhaustiveDependencies: `version` tells that rows came, which are changed in place
  useLayoutEffect(() => {
    const element = scroller.current
    if (!following || !element) return
    element.scrollTop = element.scrollHeight
    lastSeen.current = last
  }, [following, version, last, scroller])

  useEffect(() => {
    if (selected !== null && selected !== lastSeen.current) setFollowing(false)
  }, [selected])

  const onScroll = useCallback(() => {
    const element = scroller.current
    if (!element) return
    setFollowing(element.scrollHeight - element.scrollTop - element.clientHeight < SLACK)
  }, [scroller])

  return {
    following,
    newRows: following ? 0 : shown.countAfter(lastSeen.current),
    follow: useCallback(() => setFollowing(true), []),
    onScroll,
  }
}

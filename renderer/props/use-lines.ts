import { type RefObject, useCallback, useLayoutEffect, useRef, useState } from 'react'
import { flushSync } from 'react-dom'
import type { Window } from './engine/protocol.ts'

/** Lines drawn beyond those on screen, and how many of them are put anew at a time: less often than with every line that is scrolled over. */
const BEYOND = 16
const STEP = 8
/** Lines on a screen, before it is measured. */
const USUAL = 40

export interface Lines extends Window {
  /** Scrolls as little as is needed to have a line on screen. */
  scrollTo(line: number): void
}

/**
 * Which of `count` lines, all `height` px high, are on screen. A library that knows of lines of many heights keeps a record of each one: of half a million, 30 ms with every
 * change and 20 MB.
 */
export function useLines(
  scroller: RefObject<HTMLElement | null>,
  count: number,
  height: number,
  memory: { scrollTop: number },
): Lines {
  const [window, setWindow] = useState(() => windowOf({ from: 0, to: 0 }, memory.scrollTop / height, USUAL))
  const look = useCallback(() => {
    const element = scroller.current
    if (element) setWindow(before => windowOf(before, memory.scrollTop / height, element.clientHeight / height))
  }, [scroller, height, memory])
  useLayoutEffect(() => {
    const element = scroller.current
    if (!element) return
    look()
    const onScroll = () => {
      memory.scrollTop = element.scrollTop
      // In the same frame, or a fast scroll would show the page below.
      flushSync(look)
    }
    const observer = new ResizeObserver(look)
    observer.observe(element)
    element.addEventListener('scroll', onScroll, { passive: true })
    return () => {
      observer.disconnect()
      element.removeEventListener('scroll', onScroll)
    }
  }, [scroller, look, memory])
  const restored = useRef(false)
  useLayoutEffect(() => {
    if (restored.current || count === 0 || !scroller.current) return
    restored.current = true
    scroller.current.scrollTop = memory.scrollTop
  }, [scroller, count, memory])
  const scrollTo = useCallback(
    (line: number) => {
      const element = scroller.current
      if (!element) return
      const top = line * height
      const { scrollTop, clientHeight } = element
      if (top < scrollTop) element.scrollTop = top
      else if (top + height > scrollTop + clientHeight) element.scrollTop = top + height - clientHeight
    },
    [scroller, height],
  )
  const to = Math.min(count, window.to)
  return { from: Math.min(window.from, to), to, scrollTo }
}

/** The same object where the lines on screen, and some beyond, are within it. */
function windowOf(before: Window, top: number, high: number): Window {
  const margin = BEYOND - STEP
  const first = Math.floor(top)
  const last = Math.ceil(top + high)
  const narrow = before.to - before.from <= last - first + 2 * BEYOND
  if (narrow && before.from <= Math.max(0, first - margin) && before.to >= last + margin) return before
  return { from: Math.max(0, first - BEYOND), to: last + BEYOND }
}

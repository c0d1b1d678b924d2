import { type RefObject, useLayoutEffect, useState } from 'react'

/** Inner width of an element in px, kept true; 0 before the first layout. */
export function useWidth(element: RefObject<Element | null>): number {
  const [width, setWidth] = useState(0)
  useLayoutEffect(() => {
    const target = element.current
    if (!target) return
    const observer = new ResizeObserver(entries => setWidth(Math.round(entries.at(-1)?.contentRect.width ?? 0)))
    observer.observe(target)
    return () => observer.disconnect()
  }, [element])
  return width
}

/** Inner width and height of an element in px, kept true; 0 before the first layout. */
export function useSize(element: RefObject<Element | null>): { readonly width: number; readonly height: number } {
  const [size, setSize] = useState({ width: 0, height: 0 })
  useLayoutEffect(() => {
    const target = element.current
    if (!target) return
    const observer = new ResizeObserver(entries => {
      const { width, height } = entries.at(-1)?.contentRect ?? { width: 0, height: 0 }
      setSize({ width: Math.round(width), height: Math.round(height) })
    })
    observer.observe(target)
    return () => observer.disconnect()
  }, [element])
  return size
}

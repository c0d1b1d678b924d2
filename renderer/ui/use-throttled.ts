import { startTransition, useEffect, useRef, useState } from 'react'

/** `value`, renewed at most every `everyMs`; the newest one always arrives. For what is computed from many rows. */
export function useThrottled<T>(value: T, everyMs: number): T {
  const [shown, setShown] = useState(value)
  const last = useRef(0)
  useEffect(() => {
    const wait = Math.max(0, last.current + everyMs - performance.now())
    const timer = setTimeout(() => {
      last.current = performance.now()
      // In a task of its own: in the frame that draws the rows it would be one more thing to wait for.
      startTransition(() => setShown(value))
    }, wait)
    return () => clearTimeout(timer)
  }, [value, everyMs])
  return shown
}

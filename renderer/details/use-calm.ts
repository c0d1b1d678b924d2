import { useEffect, useState } from 'react'
import type { LoadedExchange } from '../state/exchange.ts'

/** Longer than a fetch takes, in ms, and shorter than what feels like another exchange. */
const GRACE_MS = 250

/**
 * What to draw while the next exchange is fetched: the one before, for a moment, so that going through the list with the keyboard
 * does not flicker; then that it is being fetched.
 */
export function useCalm(loaded: LoadedExchange): LoadedExchange {
  const [drawn, setDrawn] = useState(loaded)
  useEffect(() => {
    if (loaded.kind !== 'loading') {
      setDrawn(loaded)
      return
    }
    const timer = setTimeout(() => setDrawn(loaded), GRACE_MS)
    return () => clearTimeout(timer)
  }, [loaded])
  return loaded.kind === 'loading' ? drawn : loaded
}

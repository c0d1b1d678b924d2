import { useEffect, useState } from 'react'

const EVERY_MS = 200

/** Epoch ms, renewed a few times a second while `active`; for requests that are still running. */
export function useNow(active: boolean): number {
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    if (!active) return
    setNow(Date.now())
    const timer = setInterval(() => setNow(Date.now()), EVERY_MS)
    return () => clearInterval(timer)
  }, [active])
  return now
}

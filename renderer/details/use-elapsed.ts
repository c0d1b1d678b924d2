import { useEffect, useState } from 'react'

const EVERY_MS = 100

/** Milliseconds since `startedAt` (epoch ms), counted on while `running`. The server's clock is this machine's. */
export function useElapsed(startedAt: number, running: boolean): number {
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    if (!running) return
    const timer = setInterval(() => setNow(Date.now()), EVERY_MS)
    return () => clearInterval(timer)
  }, [running])
  return Math.max(0, now - startedAt)
}

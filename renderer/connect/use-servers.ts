import { useEffect, useState } from 'react'
import type { FoundServer } from '../../shared/api.ts'
import { backend } from '../state/backend.ts'

/** Long enough not to keep the machine busy with looking, short enough for a server that was just started. */
const EVERY_MS = 2000

export interface Servers {
  /** null before the first look is over. */
  readonly found: readonly FoundServer[] | null
  readonly lookNow: () => void
}

/** The running Next servers, looked for again and again while this is shown; attachable ones first. */
export function useServers(): Servers {
  const [found, setFound] = useState<readonly FoundServer[] | null>(null)
  const [round, setRound] = useState(0)
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new round looks at once
  useEffect(() => {
    let current = true
    let timer: ReturnType<typeof setTimeout> | undefined
    const look = async () => {
      try {
        const servers = await backend.listServers()
        if (current) setFound([...servers].sort((a, b) => Number(b.attachable) - Number(a.attachable)))
      } catch {
        // The connection is gone; a banner says so, and the next look finds it back.
      }
      // The next look waits for this one to be over, however long it took.
      if (current) timer = setTimeout(() => void look(), EVERY_MS)
    }
    void look()
    return () => {
      current = false
      clearTimeout(timer)
    }
  }, [round])
  return { found, lookNow: () => setRound(round + 1) }
}

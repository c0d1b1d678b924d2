import { useEffect, useState } from 'react'
import type { Result } from '../../shared/problem.ts'
import type { PreparedReplay } from '../../shared/replay.ts'
import { backend } from '../state/backend.ts'

/** What it takes to send an exchange again; null while it is fetched. */
export function useOriginal(id: string): Result<PreparedReplay> | null {
  const [loaded, setLoaded] = useState<{ readonly id: string; readonly result: Result<PreparedReplay> } | null>(null)
  useEffect(() => {
    let current = true
    void backend.prepareReplay(id).then(result => {
      if (current) setLoaded({ id, result })
    })
    return () => {
      current = false
    }
  }, [id])
  return loaded?.id === id ? loaded.result : null
}

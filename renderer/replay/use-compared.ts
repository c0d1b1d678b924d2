import { useEffect, useState } from 'react'
import type { Result } from '../../shared/problem.ts'
import type { Compared } from '../../shared/replay.ts'
import { backend } from '../state/backend.ts'
import { ignoreLines, type Side } from './compare-state.ts'

const SETTLE_MS = 250

/** The comparison of two sides; null while it is made for the first time. The one before stays while rules are typed. */
export function useCompared(left: Side, right: Side, ignore: string): Result<Compared> | null {
  const key = JSON.stringify([left.ref, right.ref])
  const [made, setMade] = useState<{ readonly key: string; readonly result: Result<Compared> } | null>(null)
  useEffect(() => {
    let current = true
    const timer = setTimeout(
      () => {
        void backend.compareExchanges(left.ref, right.ref, ignoreLines(ignore)).then(result => {
          if (current) setMade({ key, result })
        })
      },
      made?.key === key ? SETTLE_MS : 0,
    )
    return () => {
      current = false
      clearTimeout(timer)
    }
  }, [left, right, ignore, key, made?.key])
  return made?.key === key ? made.result : null
}

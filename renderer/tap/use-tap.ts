import { useState } from 'react'
import type { Problem } from '../../shared/problem.ts'
import { backend } from '../state/backend.ts'

export interface TapAction {
  /** Opens the tap, or moves it; true where it is open then. */
  readonly open: (target: string, port: number | null) => Promise<boolean>
  readonly busy: boolean
  /** Why the last one failed. */
  readonly problem: Problem | null
  readonly forget: () => void
}

/** Opening the tap from one place of the screen, and what went wrong there. */
export function useTap(): TapAction {
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<Problem | null>(null)
  const open = async (target: string, port: number | null) => {
    setBusy(true)
    setProblem(null)
    const result = await backend.openTap(target, port)
    setBusy(false)
    if (!result.ok) setProblem(result.problem)
    return result.ok
  }
  return { open, busy, problem, forget: () => setProblem(null) }
}

import { useEffect, useState } from 'react'
import { create } from 'zustand'
import type { Problem } from '../../shared/problem.ts'
import type { KeptReads, RecordedReads } from '../../shared/props-reading.ts'
import type { Outgoing } from '../../shared/replay.ts'
import { backend } from './backend.ts'
import { select } from './selection.ts'

interface ReadsState {
  /** Exchanges whose request is sent again just now, with reading recorded. */
  readonly running: ReadonlySet<string>
  /** One that wants to be confirmed, and why. */
  readonly asking: { readonly of: string; readonly request: Outgoing; readonly why: string } | null
  /** Why the last one could not be begun. */
  readonly problem: { readonly of: string; readonly problem: Problem } | null
  /** What the last one of each exchange told, by the exchange that was repeated. */
  readonly latest: ReadonlyMap<string, RecordedReads>
}

/** Replays with reading recorded. */
export const useReads = create<ReadsState>()(() => ({
  running: new Set(),
  asking: null,
  problem: null,
  latest: new Map(),
}))

const LATEST_AT_MOST = 50

/** `show`: the exchange that it becomes is chosen, with what was recorded of its props. */
export async function recordReads(of: string, request: Outgoing, confirmed: boolean, show: boolean): Promise<void> {
  if (useReads.getState().running.has(of)) return
  useReads.setState(({ running }) => ({ running: new Set([...running, of]), asking: null, problem: null }))
  const result = await backend.recordReads(of, request, confirmed)
  useReads.setState(({ running }) => ({ running: new Set([...running].filter(id => id !== of)) }))
  if (!result.ok) {
    const { problem } = result
    if (problem.code === 'needs-consent') useReads.setState({ asking: { of, request, why: problem.message } })
    else useReads.setState({ problem: { of, problem } })
    return
  }
  const { value } = result
  useReads.setState(({ latest }) => ({ latest: new Map([...latest, [of, value] as const].slice(-LATEST_AT_MOST)) }))
  if (show && value.exchange !== null) showReads(value.exchange)
}

/** The request as it was captured. */
export async function recordReadsOf(id: string): Promise<void> {
  const prepared = await backend.prepareReplay(id)
  if (prepared.ok) return recordReads(id, prepared.value.request, false, true)
  useReads.setState({ problem: { of: id, problem: prepared.problem } })
}

export const closeReadsQuestion = (): void => useReads.setState({ asking: null })
export const closeReadsProblem = (): void => useReads.setState({ problem: null })

let wanted: string | null = null
/** Chooses the exchange and has its props shown with what was recorded. */
export function showReads(exchange: string): void {
  wanted = exchange
  select(exchange, true)
}
/** Whether that is wanted of this exchange, once. */
export function takeWantedReads(exchange: string): boolean {
  if (wanted !== exchange) return false
  wanted = null
  return true
}

/** What was recorded of an exchange; null where nothing was, undefined while it is asked for. */
export function useReadsOf(exchange: string): KeptReads | null | undefined {
  const [kept, setKept] = useState<{ readonly of: string; readonly is: KeptReads | null } | null>(null)
  useEffect(() => {
    let wantedStill = true
    backend.readReads(exchange).then(
      is => wantedStill && setKept({ of: exchange, is }),
      // A lost connection says so elsewhere.
      () => undefined,
    )
    return () => {
      wantedStill = false
    }
  }, [exchange])
  return kept?.of === exchange ? kept.is : undefined
}

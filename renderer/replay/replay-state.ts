import { create } from 'zustand'
import type { Problem } from '../../shared/problem.ts'
import type { Outgoing, ReplayPlan } from '../../shared/replay.ts'
import { backend } from '../state/backend.ts'
import { useRuns } from '../state/runs.ts'
import { select } from '../state/selection.ts'

interface ReplayState {
  /** A plan that wants to be confirmed, and why. */
  readonly asking: { readonly plan: ReplayPlan; readonly why: string; readonly follow: boolean } | null
  /** Why the last one could not be begun; `of`: the exchange that it was about. */
  readonly failed: { readonly problem: Problem; readonly of: string | null } | null
  /** What was edited, by the exchange that it began as. */
  readonly drafts: ReadonlyMap<string, Outgoing>
}

export const useReplay = create<ReplayState>()(() => ({ asking: null, failed: null, drafts: new Map() }))

const DRAFTS_AT_MOST = 50

/** Keeps an edited request while one looks at others; null: back to the original. */
export function setDraft(of: string, request: Outgoing | null): void {
  useReplay.setState(({ drafts }) => {
    const kept = [...drafts].filter(([id]) => id !== of)
    return { drafts: new Map((request ? [...kept, [of, request] as const] : kept).slice(-DRAFTS_AT_MOST)) }
  })
}

export const closeQuestion = (): void => useReplay.setState({ asking: null })
export const closeFailure = (): void => useReplay.setState({ failed: null })

/** Begins a run; asks where it must be asked. `follow`: its first exchange is chosen when it is there. Gives the run's id where it began. */
export async function send(plan: ReplayPlan, follow: boolean): Promise<string | null> {
  useReplay.setState({ asking: null, failed: null })
  const started = await backend.startReplay(plan)
  if (!started.ok) {
    const { problem } = started
    if (problem.code === 'needs-consent') useReplay.setState({ asking: { plan, why: problem.message, follow } })
    else useReplay.setState({ failed: { problem, of: plan.of } })
    return null
  }
  if (follow) selectFirstOf(started.value.id)
  return started.value.id
}

/** The plan of a single replay of a request as it stands. */
export function onePlan(of: string | null, origin: string | null, request: Outgoing): ReplayPlan {
  const once = { times: 1, forMs: null, concurrency: 1, confirmed: false, ignore: [] }
  return { of, origin, request, as: 'same', ...once }
}

/** The `r` key: the same request again, at once. */
export async function replayNow(id: string): Promise<void> {
  useReplay.setState({ asking: null, failed: null })
  const prepared = await backend.prepareReplay(id)
  if (!prepared.ok) return useReplay.setState({ failed: { problem: prepared.problem, of: id } })
  await send(onePlan(id, prepared.value.origin, prepared.value.request), true)
}

function selectFirstOf(run: string): void {
  const stop = useRuns.subscribe(({ runs }) => {
    const now = runs.get(run)
    const exchange = now?.first?.exchange ?? null
    if (exchange !== null) select(exchange, false)
    if (exchange !== null || !now || now.state !== 'running') stop()
  })
}

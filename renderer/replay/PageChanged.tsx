import { FilePen, Repeat } from 'lucide-react'
import { useEffect } from 'react'
import type { Exchange } from '../../shared/exchange.ts'
import type { ReplayRun } from '../../shared/replay.ts'
import { backend } from '../state/backend.ts'
import { putPageChange, usePageChange, useRuns } from '../state/runs.ts'
import { Button } from '../ui/Button.tsx'
import { formatClock, formatCount } from '../ui/format.ts'
import { safeText } from '../ui/safe-text.ts'
import { compareSides, type Side, sideOf } from './compare-state.ts'
import styles from './PageChanged.module.css'
import { onePlan, send } from './replay-state.ts'

/** Watches the file of the page that is looked at; where it changes, offers to see what that did. */
export function PageChanged({ exchange }: { readonly exchange: Exchange }) {
  const { id } = exchange
  const change = usePageChange(state => state.change)
  const runs = useRuns(state => state.runs)
  useEffect(() => {
    putPageChange(null)
    // A lost connection says so elsewhere.
    backend.watchPage(id).catch(() => undefined)
    return () => void backend.watchPage(null).catch(() => undefined)
  }, [id])
  if (change?.exchange !== id) return null
  const before = [...runs.values()].findLast(run => isComparable(run, id, change.at))
  const times = before?.times ?? 1
  const replay = async () => {
    putPageChange(null)
    const prepared = await backend.prepareReplay(id)
    if (!prepared.ok) return
    const { request, origin } = prepared.value
    const plan = { ...onePlan(id, origin, before?.request ?? request), times, concurrency: before?.concurrency ?? 1 }
    const run = await send(plan, false)
    const left = before ? runSide(before, 'before the change') : sideOf(id)
    if (run !== null) compareWhenOver(left, run)
  }
  return (
    <div className={styles['changed']} role="status">
      <FilePen aria-hidden />
      <p>
        <b>{safeText(change.file)}</b> changed at {formatClock(change.at)}.
      </p>
      <Button size="small" variant="primary" onClick={() => void replay()}>
        <Repeat aria-hidden /> {times === 1 ? 'Replay' : `Replay ${formatCount(times)} times`} and compare with before
      </Button>
      <Button size="small" variant="quiet" onClick={() => putPageChange(null)}>
        Not now
      </Button>
    </div>
  )
}

const isComparable = ({ of, state, startedAt, times, as }: ReplayRun, id: string, at: number) =>
  of === id && state === 'done' && startedAt < at && times > 1 && as === 'same'

export const runSide = (run: ReplayRun, words: string): Side => ({
  ref: { kind: 'run', run: run.id },
  label: `${run.request.method} ${run.request.url}, ${words}`,
})

function compareWhenOver(left: Side, id: string): void {
  const check = () => {
    const run = useRuns.getState().runs.get(id)
    if (!run || run.state === 'running') return false
    if (run.state === 'done') compareSides(left, runSide(run, 'after the change'))
    return true
  }
  if (check()) return
  const stop = useRuns.subscribe(() => {
    if (check()) stop()
  })
}

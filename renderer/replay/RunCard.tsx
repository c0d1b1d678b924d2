import { CornerLeftUp, GitCompareArrows, Square } from 'lucide-react'
import type { PreparedReplay, ReplayAs, ReplayRun } from '../../shared/replay.ts'
import { backend } from '../state/backend.ts'
import { useRuns } from '../state/runs.ts'
import { select } from '../state/selection.ts'
import { Button } from '../ui/Button.tsx'
import { formatClock, formatCount, formatMs } from '../ui/format.ts'
import { safeText } from '../ui/safe-text.ts'
import { Agreement } from './Agreement.tsx'
import { compareSides, sideOf } from './compare-state.ts'
import { runSide } from './PageChanged.tsx'
import styles from './RunCard.module.css'
import { setDraft } from './replay-state.ts'
import { changesOf } from './request-form.ts'
import { SampleLine } from './SampleLine.tsx'
import { Spread } from './Spread.tsx'

const AS: Readonly<Record<ReplayAs, string | null>> = {
  same: null,
  document: 'as a document',
  data: 'as a data request',
  both: 'as document and as data',
}

export interface RunCardProps {
  readonly run: ReplayRun
  readonly prepared: PreparedReplay
}

/** One run: how far it is, how it went, and what can be done with it. */
export function RunCard({ run, prepared }: RunCardProps) {
  const changes = changesOf(prepared.request, run.request)
  const what = [AS[run.as], changes.length === 0 ? 'as it came' : changes.join(', ')].filter(part => part !== null)
  const many = isMany(run)
  const running = run.state === 'running'
  return (
    <article className={styles['run']} aria-label={`Run of ${formatClock(run.startedAt)}`}>
      <header className={styles['head']}>
        <time>{formatClock(run.startedAt)}</time>
        <span className={styles['what']} title={safeText(what.join(', '))}>
          {safeText(what.join(', '))}
        </span>
        {running ? (
          <Button size="small" onClick={() => void backend.cancelReplay(run.id)}>
            <Square aria-hidden /> Cancel
          </Button>
        ) : (
          <CompareRun run={run} prepared={prepared} />
        )}
        {running ? null : (
          <Button
            size="small"
            variant="quiet"
            title="Puts the request of this run into the form above"
            onClick={() => setDraft(prepared.of ?? '', run.request)}
          >
            <CornerLeftUp aria-hidden /> Edit
          </Button>
        )}
      </header>
      {running && many ? <Progress run={run} /> : null}
      {run.state === 'cancelled' ? <p className={styles['note']}>Cancelled after {formatCount(run.done)}.</p> : null}
      {many ? (
        <Spread run={run} />
      ) : (
        <ol className={styles['samples']}>
          {run.latest.map(sample => (
            <SampleLine
              key={sample.index}
              sample={sample}
              label={run.as === 'both' ? (sample.index === 0 ? 'document' : 'data') : null}
              onOpen={sample.exchange === null ? null : () => select(sample.exchange ?? '', true)}
            />
          ))}
        </ol>
      )}
      {run.props === null ? null : <Agreement run={run} props={run.props} />}
      {run.notes.map(note => (
        <p key={note} className={styles['note']}>
          {safeText(note)}
        </p>
      ))}
    </article>
  )
}

const isMany = ({ times, as }: ReplayRun) => times > 1 && as !== 'both'

/** With the run before it, if there is one of as many, else with the request that it repeats. */
function CompareRun({ run, prepared }: RunCardProps) {
  const runs = useRuns(state => state.runs)
  const before = [...runs.values()].findLast(
    one => one.of === run.of && one.id !== run.id && one.startedAt < run.startedAt && isMany(one) && isMany(run),
  )
  if (run.state === 'running' || run.first?.exchange == null) return null
  const left = before ? runSide(before, 'the run before') : prepared.of === null ? null : sideOf(prepared.of)
  if (!left) return null
  return (
    <Button
      size="small"
      variant="quiet"
      title={before ? 'Compares with the run before it' : 'Compares with the request that it repeats'}
      onClick={() => compareSides(left, runSide(run, 'this run'))}
    >
      <GitCompareArrows aria-hidden /> Compare
    </Button>
  )
}

function Progress({ run }: { readonly run: ReplayRun }) {
  const total = run.forMs === null ? run.times : null
  const passed = Math.min(run.forMs ?? 0, Date.now() - run.startedAt)
  const words =
    total === null
      ? `${formatCount(run.done)} sent, ${formatMs(passed)} of ${formatMs(run.forMs)}`
      : `${formatCount(run.done)} of ${formatCount(total)} sent`
  return (
    <div className={styles['progress']}>
      <progress aria-label={words} max={total ?? run.forMs ?? 1} value={total === null ? passed : run.done} />
      <span>{words}</span>
    </div>
  )
}

import type { PreparedReplay } from '../../shared/replay.ts'
import { Card } from '../details/parts/Card.tsx'
import { useRuns } from '../state/runs.ts'
import { formatCountOf } from '../ui/format.ts'
import { RunCard } from './RunCard.tsx'
import styles from './RunList.module.css'

/** What came of every replay of this request, newest first. */
export function RunList({ prepared }: { readonly prepared: PreparedReplay }) {
  const { runs } = useRuns()
  const own = [...runs.values()].filter(run => run.of === prepared.of).reverse()
  return (
    <Card title="Replays" aside={own.length === 0 ? undefined : formatCountOf(own.length, 'run')}>
      {own.length === 0 ? (
        <p className={styles['none']}>
          None yet. <b>Replay</b> sends this request again, to the same server and nowhere else; each one becomes a row
          of the timeline.
        </p>
      ) : (
        <ol className={styles['runs']}>
          {own.map(run => (
            <li key={run.id}>
              <RunCard run={run} prepared={prepared} />
            </li>
          ))}
        </ol>
      )}
    </Card>
  )
}

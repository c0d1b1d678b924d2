import { useEffect, useRef } from 'react'
import type { PreparedReplay } from '../../shared/replay.ts'
import { Card } from '../details/parts/Card.tsx'
import { useRuns } from '../state/runs.ts'
import { formatCountOf } from '../ui/format.ts'
import { RunCard } from './RunCard.tsx'
import styles from './RunList.module.css'

/** Of a run, in pixels from its top: where less is in sight, nobody sees that it has begun. */
const IN_SIGHT = 200
/** Left above it, for its title. */
const ABOVE = 40

/** What came of every replay of this request, newest first. A new one comes into sight: the form before it may be long. */
export function RunList({ prepared }: { readonly prepared: PreparedReplay }) {
  const { runs } = useRuns()
  const own = [...runs.values()].filter(run => run.of === prepared.of).reverse()
  const list = useRef<HTMLOListElement>(null)
  const known = useRef(own.length)
  useEffect(() => {
    const isNew = own.length > known.current
    known.current = own.length
    const pane = list.current?.closest('[role=tabpanel]')
    if (!isNew || !list.current || !pane) return
    const below = list.current.getBoundingClientRect().top - pane.getBoundingClientRect().top
    // The pane alone: `scrollIntoView` moves everything around it, too.
    if (below < 0 || below > pane.clientHeight - IN_SIGHT) pane.scrollTop += below - ABOVE
  }, [own.length])
  return (
    <Card title="Replays" aside={own.length === 0 ? undefined : formatCountOf(own.length, 'run')}>
      {own.length === 0 ? (
        <p className={styles['none']}>
          None yet. <b>Replay</b> sends this request again, to the same server and nowhere else; each one becomes a row
          of the timeline.
        </p>
      ) : (
        <ol ref={list} className={styles['runs']}>
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

import { Eye } from 'lucide-react'
import { recordReadsOf, useReads, useReadsOf } from '../state/reads.ts'
import { Button } from '../ui/Button.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { ReadsList } from './ReadsList.tsx'
import styles from './ReadsTool.module.css'

export interface ReadsToolProps {
  /** Of the exchange. */
  readonly id: string
  readonly origin: string
  readonly onChoose: (path: string) => void
}

/** What was recorded of these props while they were rendered, or the way to record it. */
export function ReadsTool({ id, origin, onChoose }: ReadsToolProps) {
  const kept = useReadsOf(id)
  const running = useReads(state => state.running.has(id))
  if (kept === undefined) return null
  if (kept !== null)
    return (
      <div className={styles['view']}>
        <ReadsList recorded={kept.recorded} origin={origin} onChoose={onChoose} />
      </div>
    )
  return (
    <EmptyState
      title="Not recorded for this request"
      actions={
        <Button disabled={running} busy={running} onClick={() => void recordReadsOf(id)}>
          <Eye aria-hidden /> {running ? 'Recording…' : 'Replay and record what is read'}
        </Button>
      }
    >
      Which props a render reads is watched for a replay that you ask for, and never for other requests. The page is
      rendered as always, and what is sent stays the same.
    </EmptyState>
  )
}

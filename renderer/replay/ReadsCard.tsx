import { Eye, ListTree } from 'lucide-react'
import type { Outgoing, PreparedReplay } from '../../shared/replay.ts'
import { Card } from '../details/parts/Card.tsx'
import { ReadsList } from '../props/ReadsList.tsx'
import { recordReads, showReads, useReads } from '../state/reads.ts'
import { Button } from '../ui/Button.tsx'
import styles from './ProfileCard.module.css'

export interface ReadsCardProps {
  readonly prepared: PreparedReplay
  readonly request: Outgoing
}

/** Sends the request once with reading recorded, and shows which props the render never read. */
export function ReadsCard({ prepared, request }: ReadsCardProps) {
  const of = prepared.of ?? ''
  const busy = useReads(({ running }) => running.has(of))
  const recorded = useReads(({ latest }) => latest.get(of))
  const exchange = recorded?.exchange ?? null
  return (
    <Card
      title="Props that the render reads"
      aside={
        <>
          {exchange === null || recorded?.reading == null ? null : (
            <Button size="small" variant="quiet" onClick={() => showReads(exchange)}>
              <ListTree aria-hidden /> Show in its props
            </Button>
          )}
          <Button size="small" disabled={busy} busy={busy} onClick={() => void recordReads(of, request, false, false)}>
            <Eye aria-hidden /> {busy ? 'Recording…' : 'Replay and record reads'}
          </Button>
        </>
      }
    >
      {recorded ? (
        <ReadsList recorded={recorded} origin={prepared.origin} onChoose={null} />
      ) : (
        <p className={styles['words']}>
          Asks for the page as a document and tells which of its props no component read while the server rendered it,
          with their bytes. Only this one request is watched, and the server sends what it would send without.
        </p>
      )}
    </Card>
  )
}

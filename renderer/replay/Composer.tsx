import { RotateCcw } from 'lucide-react'
import { useState } from 'react'
import type { Outgoing, PreparedReplay } from '../../shared/replay.ts'
import { Card } from '../details/parts/Card.tsx'
import { Button } from '../ui/Button.tsx'
import { safeText } from '../ui/safe-text.ts'
import styles from './Composer.module.css'
import { CopyAs } from './CopyAs.tsx'
import { HistoryButton } from './HistoryButton.tsx'
import { PasteCurl } from './PasteCurl.tsx'
import { Presets } from './Presets.tsx'
import { RawText } from './RawText.tsx'
import { RequestFields } from './RequestFields.tsx'
import { setDraft, useReplay } from './replay-state.ts'
import { changesOf, problemsOf } from './request-form.ts'
import { SendBar } from './SendBar.tsx'

/** The request as it will be sent: presets, fields or raw text, and the ways to send it. */
export function Composer({ prepared }: { readonly prepared: PreparedReplay }) {
  const id = prepared.of ?? ''
  const edited = useReplay(({ drafts }) => drafts.get(id))
  const [raw, setRaw] = useState(false)
  const request = edited ?? prepared.request
  const put = (next: Outgoing) => setDraft(id, next)
  const problems = problemsOf(request)
  const changes = edited ? changesOf(prepared.request, edited) : []
  return (
    <Card
      title="Request"
      aside={
        <>
          {changes.length === 0 ? (
            <span>as it came</span>
          ) : (
            <span className={styles['changes']} title={safeText(changes.join(', '))}>
              changed: {safeText(changes.join(', '))}
            </span>
          )}
          <Button size="small" variant="quiet" disabled={!edited} onClick={() => setDraft(id, null)}>
            <RotateCcw aria-hidden /> Reset
          </Button>
          <Button size="small" variant="quiet" aria-pressed={raw} onClick={() => setRaw(!raw)}>
            {raw ? 'As fields' : 'Raw text'}
          </Button>
        </>
      }
    >
      <div className={styles['composer']}>
        <SendBar prepared={prepared} request={request} problems={problems} edited={changes.length > 0} />
        <div className={styles['tools']}>
          <Presets prepared={prepared} request={request} onChange={put} />
          <HistoryButton prepared={prepared} onChange={put} />
          <PasteCurl prepared={prepared} onChange={put} />
        </div>
        {raw ? (
          <RawText request={request} onChange={put} />
        ) : (
          <RequestFields prepared={prepared} request={request} problems={problems} onChange={put} />
        )}
        {prepared.notes.map(note => (
          <p key={note} className={styles['note']}>
            {safeText(note)}
          </p>
        ))}
        <CopyAs prepared={prepared} request={request} disabled={problems.size > 0} />
      </div>
    </Card>
  )
}

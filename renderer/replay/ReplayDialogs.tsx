import { Repeat } from 'lucide-react'
import { useRef } from 'react'
import { closeReadsProblem, closeReadsQuestion, recordReads, useReads } from '../state/reads.ts'
import { Button } from '../ui/Button.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { ProblemNote } from '../ui/ProblemNote.tsx'
import { safeText, shorten } from '../ui/safe-text.ts'
import styles from './ReplayDialogs.module.css'
import { closeFailure, closeQuestion, send, useReplay } from './replay-state.ts'

/** What a replay asks before it is sent, and why one could not be. */
export function ReplayDialogs() {
  const { asking, failed } = useReplay()
  const reads = useReads()
  const safe = useRef<HTMLButtonElement>(null)
  const problem = failed?.problem ?? reads.problem?.problem ?? null
  return (
    <>
      <Dialog title="Send it again?" open={asking !== null} onOpenChange={closeQuestion} initialFocus={safe}>
        {asking === null ? null : (
          <div className={styles['question']}>
            <p>
              <b>{safeText(asking.plan.request.method)}</b>{' '}
              <code>{shorten(safeText(asking.plan.request.url), 200)}</code>
              {asking.plan.times > 1 ? `, ${asking.plan.times} times` : ''}
            </p>
            <p>{safeText(asking.why)}</p>
            <div className={styles['actions']}>
              <Button ref={safe} onClick={closeQuestion}>
                Do not send
              </Button>
              <Button variant="primary" onClick={() => void send({ ...asking.plan, confirmed: true }, asking.follow)}>
                <Repeat aria-hidden /> Send it again
              </Button>
            </div>
          </div>
        )}
      </Dialog>
      <Dialog
        title="Send it again, with reading recorded?"
        open={reads.asking !== null}
        onOpenChange={closeReadsQuestion}
        initialFocus={safe}
      >
        {reads.asking === null ? null : (
          <div className={styles['question']}>
            <p>
              <b>{safeText(reads.asking.request.method)}</b>{' '}
              <code>{shorten(safeText(reads.asking.request.url), 200)}</code>
            </p>
            <p>{safeText(reads.asking.why)}</p>
            <div className={styles['actions']}>
              <Button ref={safe} onClick={closeReadsQuestion}>
                Do not send
              </Button>
              <Button variant="primary" onClick={() => reads.asking && void confirmReads(reads.asking)}>
                <Repeat aria-hidden /> Send it again
              </Button>
            </div>
          </div>
        )}
      </Dialog>
      <Dialog
        title="It was not sent"
        open={failed !== null || reads.problem !== null}
        onOpenChange={() => {
          closeFailure()
          closeReadsProblem()
        }}
      >
        {problem === null ? null : <ProblemNote problem={problem} />}
      </Dialog>
    </>
  )
}

const confirmReads = ({ of, request }: NonNullable<ReturnType<typeof useReads.getState>['asking']>) =>
  recordReads(of, request, true, true)

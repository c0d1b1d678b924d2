import { History, X } from 'lucide-react'
import { useState } from 'react'
import type { Outgoing, PreparedReplay } from '../../shared/replay.ts'
import type { KeptRequest } from '../../shared/replay-history.ts'
import { Button } from '../ui/Button.tsx'
import { formatClock } from '../ui/format.ts'
import { IconButton } from '../ui/IconButton.tsx'
import { Popover } from '../ui/Popover.tsx'
import { safeText, shorten } from '../ui/safe-text.ts'
import styles from './HistoryButton.module.css'
import { fillIn, keepSecrets, useHistory, useKeepSecrets } from './use-history.ts'

export interface HistoryButtonProps {
  readonly prepared: PreparedReplay
  readonly onChange: (request: Outgoing) => void
}

/** Edited requests that were sent to this project before, to be taken up again. */
export function HistoryButton({ prepared, onChange }: HistoryButtonProps) {
  const [open, setOpen] = useState(false)
  const [said, setSaid] = useState<string | null>(null)
  const { kept, forget } = useHistory(prepared.origin, open)
  const keep = useKeepSecrets(state => state.keep)
  const take = (one: KeptRequest) => {
    const { request, missing } = fillIn(one, prepared.request)
    onChange(request)
    const words = missing.map(name => (name === 'address' || name === 'body' ? `a value in the ${name}` : name))
    if (words.length === 0) return setOpen(false)
    setSaid(`The form holds it now. Not remembered, and to be filled in: ${words.join(', ')}.`)
  }
  return (
    <Popover
      title="Edited requests of this project"
      align="start"
      wide
      open={open}
      onOpenChange={now => {
        setOpen(now)
        setSaid(null)
      }}
      trigger={
        <Button size="small">
          <History aria-hidden /> History
        </Button>
      }
    >
      <div className={styles['history']}>
        {kept === null ? null : kept.length === 0 ? (
          <p className={styles['fine']}>None yet. Change a request and send it: it is remembered here for next time.</p>
        ) : (
          <ul className={styles['list']}>
            {kept.map(one => (
              <li key={one.id}>
                <button type="button" className={styles['take']} onClick={() => take(one)}>
                  <b>{safeText(one.request.method)}</b>
                  <code>{safeText(shorten(one.request.url, 120))}</code>
                  <small>{saidOf(one)}</small>
                </button>
                <IconButton label="Forget this request" icon={<X />} onClick={() => forget(one.id)} />
              </li>
            ))}
          </ul>
        )}
        {said === null ? null : (
          <p className={styles['said']} role="status">
            {safeText(said)}
          </p>
        )}
        <div className={styles['foot']}>
          <label>
            <input type="checkbox" checked={keep} onChange={event => keepSecrets(event.target.checked)} /> Keep cookies,
            tokens and keys, too
          </label>
          {kept !== null && kept.length > 0 ? (
            <Button size="small" variant="quiet" onClick={() => forget(null)}>
              Forget all
            </Button>
          ) : null}
        </div>
        <p className={styles['fine']}>
          Kept on this machine, in the settings of your user. Without the tick, secrets are left out and taken from the
          request at hand when one is used again.
        </p>
      </div>
    </Popover>
  )
}

function saidOf({ at, page, left, secrets }: KeptRequest): string {
  const parts = [
    new Date(at).toDateString() === new Date().toDateString() ? formatClock(at) : new Date(at).toLocaleDateString(),
    page === null ? null : safeText(page),
    secrets ? 'with secrets' : left.length > 0 ? `without ${safeText(left.join(', '))}` : null,
  ]
  return parts.filter(part => part !== null).join(' · ')
}

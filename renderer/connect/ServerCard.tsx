import { Ban, Server } from 'lucide-react'
import type { FoundServer } from '../../shared/api.ts'
import { nextWords } from '../app/server-words.ts'
import { Badge } from '../ui/Badge.tsx'
import { Button } from '../ui/Button.tsx'
import { cx } from '../ui/cx.ts'
import { safeText } from '../ui/safe-text.ts'
import styles from './ServerCard.module.css'

export interface ServerCardProps {
  readonly server: FoundServer
  readonly attached: boolean
  readonly attach: (target: string) => void
  readonly tap: (origin: string) => void
  readonly busyWith: string | null
}

/** One found server: what it is and the button, or why it cannot be attached and what to do. */
export function ServerCard({ server, attached, attach, tap, busyWith }: ServerCardProps) {
  const name = safeText(server.name)
  const busy = busyWith === server.origin
  return (
    <li className={cx(styles['card'], !server.attachable && styles['not'])}>
      {server.attachable ? (
        <Server className={styles['icon']} aria-hidden />
      ) : (
        <Ban className={styles['icon']} aria-hidden />
      )}
      <div className={styles['body']}>
        <p className={styles['first']}>
          <b className={styles['name']}>{name}</b>
          <Badge tone={server.attachable && server.mode === 'dev' ? 'accent' : 'plain'}>{nextWords(server)}</Badge>
        </p>
        <p className={styles['second']}>
          <span className={styles['origin']}>{safeText(server.origin)}</span>
          <span>pid {server.pid}</span>
          {server.folder === null ? null : (
            <span className={styles['folder']} title={safeText(server.folder)}>
              {safeText(server.folder)}
            </span>
          )}
        </p>
        {server.problem ? (
          <p className={styles['why']}>
            {safeText(server.problem.message)} <span className={styles['next']}>{safeText(server.problem.next)}</span>
          </p>
        ) : null}
      </div>
      {server.attachable ? (
        <Button
          variant="primary"
          aria-label={`${busy ? 'Attaching…' : attached ? 'Attached' : 'Attach'} to ${name}`}
          disabled={busyWith !== null || attached}
          busy={busy}
          onClick={() => attach(server.origin)}
        >
          {busy ? 'Attaching…' : attached ? 'Attached' : 'Attach'}
        </Button>
      ) : (
        <div className={styles['other']}>
          <span className={styles['word']}>not attachable</span>
          <Button
            aria-label={`${busy ? 'Opening…' : 'Tap it instead'}: ${name}`}
            title="Show what goes over the wire, without an agent inside the server"
            disabled={busyWith !== null}
            busy={busy}
            onClick={() => tap(server.origin)}
          >
            {busy ? 'Opening…' : 'Tap it instead'}
          </Button>
        </div>
      )}
    </li>
  )
}

import { RefreshCw } from 'lucide-react'
import type { FoundServer, WatchedServer } from '../../shared/api.ts'
import { formatCount } from '../ui/format.ts'
import { IconButton } from '../ui/IconButton.tsx'
import styles from './FoundServers.module.css'
import { ServerCard } from './ServerCard.tsx'
import type { Servers } from './use-servers.ts'

export interface FoundServersProps {
  readonly servers: Servers
  readonly watched: readonly WatchedServer[]
  readonly attach: (target: string) => void
  readonly tap: (origin: string) => void
  readonly busyWith: string | null
}

/** The Next servers of this machine, kept up to date while the screen is shown. */
export function FoundServers({ servers: { found, lookNow }, watched, attach, tap, busyWith }: FoundServersProps) {
  return (
    <section aria-labelledby="found" className={styles['section']}>
      <div className={styles['head']}>
        <h2 id="found" className={styles['title']}>
          Running Next servers
        </h2>
        {found && found.length > 0 ? <span className={styles['count']}>{formatCount(found.length)}</span> : null}
        <span className={styles['end']}>
          <IconButton label="Look again" icon={<RefreshCw />} onClick={lookNow} />
        </span>
      </div>
      <div className={styles['box']}>
        {found === null ? (
          <p className={styles['nothing']}>Looking for running Next servers…</p>
        ) : found.length === 0 ? (
          <NoServers />
        ) : (
          <ul>
            {found.map(server => (
              <ServerCard
                key={keyOf(server)}
                server={server}
                attached={isAttached(server, watched)}
                attach={attach}
                tap={tap}
                busyWith={busyWith}
              />
            ))}
          </ul>
        )}
      </div>
    </section>
  )
}

const keyOf = (server: FoundServer) => `${server.pid} ${server.origin}`

const isAttached = ({ pid }: FoundServer, watched: readonly WatchedServer[]) =>
  watched.some(({ connection }) => connection.kind === 'attached' && connection.server.pid === pid)

function NoServers() {
  return (
    <div className={styles['nothing']}>
      <p className={styles['strong']}>No running Next server found</p>
      <p>
        Start yours with <code>next dev</code> or <code>next start</code>: it shows up here within two seconds. Or try
        the demo shop.
      </p>
    </div>
  )
}

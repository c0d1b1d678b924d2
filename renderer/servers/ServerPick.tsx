import type { WatchedServer } from '../../shared/api.ts'
import { serverName } from '../app/server-words.ts'
import { ServerDot } from './ServerDot.tsx'
import styles from './ServerPick.module.css'
import { serverLook } from './server-look.ts'

export interface ServerPickProps {
  readonly servers: readonly WatchedServer[]
  readonly chosen: string
  readonly onPick: (id: string) => void
}

/** Which of several servers a panel is about. */
export function ServerPick({ servers, chosen, onPick }: ServerPickProps) {
  return (
    <fieldset className={styles['pick']} aria-label="Server">
      {servers.map(server => (
        <button
          key={server.id}
          type="button"
          className={styles['one']}
          aria-pressed={server.id === chosen}
          onClick={() => onPick(server.id)}
        >
          <ServerDot look={serverLook(server).look} />
          <span className={styles['name']}>{serverName(server)}</span>
        </button>
      ))}
    </fieldset>
  )
}

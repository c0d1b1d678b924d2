import { Unplug, X } from 'lucide-react'
import type { ReactNode } from 'react'
import type { WatchedServer } from '../../shared/api.ts'
import { hostWords, serverName } from '../app/server-words.ts'
import { backend } from '../state/backend.ts'
import { formatCountOf } from '../ui/format.ts'
import { IconButton } from '../ui/IconButton.tsx'
import { Kbd } from '../ui/Kbd.tsx'
import { ServerDot } from './ServerDot.tsx'
import styles from './ServersPanel.module.css'
import { looksOf, serverLook } from './server-look.ts'

interface LineProps {
  readonly chosen: boolean
  readonly onChoose: () => void
}

/** All of them together. */
export function AllLine({ servers, ...line }: LineProps & { readonly servers: readonly WatchedServer[] }) {
  const exchanges = servers.reduce((sum, { counts }) => sum + counts.exchanges, 0)
  return <Line {...line} place={0} mark={null} name="All servers" more={looksOf(servers)} exchanges={exchanges} />
}

export interface ServerLineProps extends LineProps {
  readonly server: WatchedServer
  /** In the list, counted from 1. */
  readonly place: number
}

export function ServerLine({ server, ...line }: ServerLineProps) {
  const { look, words } = serverLook(server)
  const { connection, origin, counts } = server
  const name = serverName(server)
  const where = origin === null ? null : hostWords(origin)
  const pid = 'server' in connection ? `pid ${connection.server.pid}` : null
  const gives = ['attached', 'waiting', 'attaching', 'failed'].includes(connection.kind)
  return (
    <Line
      {...line}
      mark={<ServerDot look={look} />}
      name={name}
      more={[words, where === name ? null : where, pid].filter(part => part !== null).join(' · ')}
      exchanges={counts.exchanges}
    >
      {gives ? (
        <IconButton
          label={`${doWord(server)} ${name}`}
          icon={connection.kind === 'failed' ? <X /> : <Unplug />}
          onClick={() => void backend.detach(server.id)}
        />
      ) : null}
    </Line>
  )
}

/** What detaching is, as this server stands. */
export function doWord({ connection: { kind } }: Pick<WatchedServer, 'connection'>): string {
  if (kind === 'waiting') return 'Stop waiting'
  if (kind === 'attaching') return 'Cancel'
  return kind === 'failed' ? 'Dismiss' : 'Detach'
}

interface AnyLineProps extends LineProps {
  readonly place: number
  readonly mark: ReactNode
  readonly name: string
  readonly more: string
  readonly exchanges: number
  readonly children?: ReactNode
}

function Line({ place, mark, name, more, exchanges, chosen, onChoose, children }: AnyLineProps) {
  return (
    <li className={styles['line']} data-chosen={chosen || undefined}>
      <button type="button" className={styles['choose']} aria-pressed={chosen} onClick={onChoose}>
        {mark}
        <span className={styles['words']}>
          <b>{name}</b>
          <span>{more}</span>
        </span>
        <span className={styles['count']}>{formatCountOf(exchanges, 'exchange')}</span>
        {place < 10 ? <Kbd>{String(place)}</Kbd> : null}
      </button>
      {children}
    </li>
  )
}

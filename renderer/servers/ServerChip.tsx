import { ChevronDown } from 'lucide-react'
import { useState } from 'react'
import type { AppState, WatchedServer } from '../../shared/api.ts'
import { hostWords, nextWords, serverName } from '../app/server-words.ts'
import { type InView, useInView } from '../state/servers.ts'
import { useStore } from '../state/store.ts'
import { Button } from '../ui/Button.tsx'
import { formatCountOf } from '../ui/format.ts'
import { Popover } from '../ui/Popover.tsx'
import styles from './ServerChip.module.css'
import { ServerDot } from './ServerDot.tsx'
import { ServersPanel } from './ServersPanel.tsx'
import { looksOf, serverLook } from './server-look.ts'
import { useServerCommands } from './use-server-commands.ts'

export const SERVERS_ID = 'servers'

/** More than these are not told apart at a glance. */
const DOTS = 4

/** Which servers are watched, which of them is shown, and the way to change both. */
export function ServerChip({ app }: { readonly app: AppState }) {
  const view = useInView(app)
  const [open, setOpen] = useState(false)
  useServerCommands(view.all)
  const [only] = view.all
  if (!only) {
    return (
      <Button
        className={styles['chip']}
        variant="primary"
        id={SERVERS_ID}
        onClick={() => useStore.setState({ connectOpen: true })}
      >
        Choose a server
      </Button>
    )
  }
  return (
    <Popover
      title={view.all.length > 1 ? 'Servers' : serverName(only)}
      align="start"
      wide={view.all.length > 1}
      open={open}
      onOpenChange={setOpen}
      trigger={
        <Button className={styles['chip']} id={SERVERS_ID} title="The servers that Propscope watches (S)">
          {view.one ? <One server={view.one} others={view.all.length - 1} /> : <All view={view} />}
          <ChevronDown aria-hidden />
        </Button>
      }
    >
      <ServersPanel view={view} onClose={() => setOpen(false)} />
    </Popover>
  )
}

function One({ server, others }: { readonly server: WatchedServer; readonly others: number }) {
  const { connection } = server
  const { look, words } = serverLook(server)
  return (
    <>
      <ServerDot look={look} />
      <b className={styles['name']}>{serverName(server)}</b>{' '}
      <span className={styles['more']}>
        {connection.kind === 'attached' ? (
          <>
            <span className={styles['first']}>{nextWords(connection.server)} · </span>
            {hostWords(connection.server.origin)}
            <span className={styles['pid']}> · pid {connection.server.pid}</span>
          </>
        ) : (
          words
        )}
      </span>
      {connection.kind === 'attached' && connection.server.via === 'inspector' ? (
        <span className={styles['way']} title="Seen over the inspector connection: slower, and large answers are cut">
          <span className={styles['first']}>over the inspector, </span>slower
        </span>
      ) : null}
      {others > 0 ? (
        <span className={styles['others']} title={`${formatCountOf(others, 'other server')} watched too`}>
          +{others}
        </span>
      ) : null}
    </>
  )
}

function All({ view: { all } }: { readonly view: InView }) {
  return (
    <>
      <span className={styles['dots']}>
        {all.slice(0, DOTS).map(server => (
          <ServerDot key={server.id} look={serverLook(server).look} />
        ))}
      </span>
      <b className={styles['name']}>All servers</b> <span className={styles['more']}>{looksOf(all)}</span>
    </>
  )
}

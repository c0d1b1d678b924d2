import { CircleX, Plug, RotateCw, X } from 'lucide-react'
import type { ReactNode } from 'react'
import type { AppState, WatchedServer } from '../../shared/api.ts'
import { backend } from '../state/backend.ts'
import { useStore } from '../state/store.ts'
import { formatClock } from '../ui/format.ts'
import { IconButton } from '../ui/IconButton.tsx'
import { safeText } from '../ui/safe-text.ts'
import styles from './Banners.module.css'
import { hostWords } from './server-words.ts'

/** What stands between the user and live data, in words. */
export function Banners({ app }: { readonly app: AppState | null }) {
  const asked = useStore(state => state.connectOpen)
  const link = useStore(state => state.link)
  if (link.kind === 'lost')
    return (
      <Banner icon={<Plug />}>
        <b>Propscope’s main process cannot be reached</b> since {formatClock(link.since)}; trying again. What you see is
        from before. If you stopped it, start it again and open the address that it prints.
      </Banner>
    )
  return app?.servers.map(server => <OfServer key={server.id} server={server} asked={asked} />)
}

function OfServer({ server: { id, connection }, asked }: { readonly server: WatchedServer; readonly asked: boolean }) {
  if (connection.kind === 'waiting') {
    const { server, since, why } = connection
    return (
      <Banner icon={<RotateCw />}>
        <b>
          {safeText(server.name)} (pid {server.pid}) went away
        </b>{' '}
        at {formatClock(since)}: {safeText(why)} Propscope attaches again when it listens on {safeText(server.origin)}.
      </Banner>
    )
  }
  // Where nothing was captured the connect screen shows it, with all there is to know.
  if (connection.kind === 'failed' && !asked) {
    const { target, problem } = connection
    return (
      <Banner icon={<CircleX />} onDismiss={() => void backend.detach(id)}>
        <b>Could not attach to {hostWords(target)}.</b> {safeText(problem.message)} {safeText(problem.next)}
      </Banner>
    )
  }
  return null
}

interface BannerProps {
  readonly icon: ReactNode
  readonly onDismiss?: () => void
  readonly children: ReactNode
}

function Banner({ icon, onDismiss, children }: BannerProps) {
  return (
    <div className={styles['banner']} role="status">
      {icon}
      <p>{children}</p>
      {onDismiss ? (
        <span className={styles['end']}>
          <IconButton label="Dismiss" icon={<X />} onClick={onDismiss} />
        </span>
      ) : null}
    </div>
  )
}

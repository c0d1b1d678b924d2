import { CircleX, Plug, RotateCw } from 'lucide-react'
import type { ReactNode } from 'react'
import type { AppState } from '../../shared/api.ts'
import { useStore } from '../state/store.ts'
import { formatClock } from '../ui/format.ts'
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
  if (app?.connection.kind === 'waiting') {
    const { server, since, why } = app.connection
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
  if (app?.connection.kind === 'failed' && !asked) {
    const { target, problem } = app.connection
    return (
      <Banner icon={<CircleX />}>
        <b>Could not attach to {hostWords(target)}.</b> {safeText(problem.message)} {safeText(problem.next)}
      </Banner>
    )
  }
  return null
}

function Banner({ icon, children }: { readonly icon: ReactNode; readonly children: ReactNode }) {
  return (
    <div className={styles['banner']} role="status">
      {icon}
      <p>{children}</p>
    </div>
  )
}

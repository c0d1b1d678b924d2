import { Cable, Funnel, Pause, Radio, RotateCw, Unplug } from 'lucide-react'
import type { AppState, WatchedServer } from '../../shared/api.ts'
import { backend } from '../state/backend.ts'
import { setFilter, useFilter } from '../state/filter-state.ts'
import { useRows } from '../state/rows-hooks.ts'
import { type InView, inView, isLookedAt } from '../state/servers.ts'
import { useStore } from '../state/store.ts'
import { OpenInBrowser } from '../tap/OpenInBrowser.tsx'
import { Button } from '../ui/Button.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { formatCountOf } from '../ui/format.ts'
import { safeText } from '../ui/safe-text.ts'
import { FIRST_FILTER, isNarrowed, KINDS } from './filter.ts'
import styles from './NoRows.module.css'
import { RequestStartPage } from './RequestStartPage.tsx'

/** Why there is no row, and what to do. */
export function NoRows() {
  const { all } = useRows()
  const app = useStore(state => state.app)
  const chosen = useStore(state => state.chosen)
  if (app === null) return null
  const view = inView(app, chosen)
  // What others captured is not what is looked for.
  const count = view.all.length > 1 && view.one ? view.one.counts.exchanges : all.length
  return (
    <div className={styles['over']}>
      {count > 0 ? <AllHidden count={count} /> : <NothingYet app={app} view={view} />}
    </div>
  )
}

function AllHidden({ count }: { readonly count: number }) {
  const narrowed = useFilter(state => isNarrowed(state.filter))
  return (
    <EmptyState
      icon={<Funnel />}
      title={narrowed ? 'No request matches the filter' : 'No request to a page yet'}
      actions={
        <>
          {narrowed ? <Button onClick={() => setFilter(FIRST_FILTER)}>Reset the filter</Button> : null}
          <Button onClick={() => setFilter({ text: '', kinds: new Set(KINDS), window: null })}>Show all kinds</Button>
        </>
      }
    >
      {narrowed
        ? `${formatCountOf(count, 'exchange')} captured, none of them shown.`
        : `${formatCountOf(count, 'exchange')} captured, to API routes, assets or other addresses.`}
    </EmptyState>
  )
}

function NothingYet({ app, view: { servers, one } }: { readonly app: AppState; readonly view: InView }) {
  if (!servers.some(isLookedAt)) return <NotAttached />
  if (app.capture === 'paused') return <Paused />
  return one ? <NothingOf server={one} /> : <NothingOfAny servers={servers} />
}

function NotAttached() {
  return (
    <EmptyState
      icon={<Unplug />}
      title="Not attached to a server"
      actions={
        <Button variant="primary" onClick={() => useStore.setState({ connectOpen: true })}>
          Choose a server
        </Button>
      }
    >
      Choose a running Next server, and its requests show here.
    </EmptyState>
  )
}

function Paused() {
  return (
    <EmptyState
      icon={<Pause />}
      title="Recording is paused"
      actions={
        <Button variant="primary" onClick={() => void backend.setCapture('recording')}>
          Record again
        </Button>
      }
    >
      What the server does meanwhile is not captured.
    </EmptyState>
  )
}

function NothingOf({ server }: { readonly server: WatchedServer }) {
  const { id, connection, tap } = server
  if (connection.kind === 'waiting')
    return (
      <EmptyState icon={<RotateCw />} title={`Waiting for ${safeText(connection.server.name)}`}>
        The server went away. It is attached again as soon as it listens on {safeText(connection.server.origin)}.
      </EmptyState>
    )
  if (tap.kind === 'open')
    return (
      <EmptyState
        icon={<Cable />}
        title="Listening on the wire"
        actions={
          <>
            <OpenInBrowser server={id} primary />
            <RequestStartPage server={id} quiet />
          </>
        }
      >
        Open <b className={styles['origin']}>{safeText(tap.origin)}</b> in your browser instead of{' '}
        {safeText(tap.target)}: every request shows here, as it went over the wire
        {connection.kind === 'attached' ? ' and as it ran inside' : ''}.
      </EmptyState>
    )
  if (connection.kind !== 'attached') return null
  return (
    <EmptyState
      icon={<Radio />}
      title={`Listening to ${safeText(connection.server.name)}`}
      actions={<RequestStartPage server={id} />}
    >
      Open <b className={styles['origin']}>{safeText(connection.server.origin)}</b> in your browser and click around:
      every getServerSideProps call shows here. Or let Propscope send the first request.
    </EmptyState>
  )
}

function NothingOfAny({ servers }: { readonly servers: readonly WatchedServer[] }) {
  return (
    <EmptyState icon={<Radio />} title={`Listening to ${formatCountOf(servers.filter(isLookedAt).length, 'server')}`}>
      Open one of them in your browser and click around: every getServerSideProps call shows here, whichever server it
      is of.
    </EmptyState>
  )
}

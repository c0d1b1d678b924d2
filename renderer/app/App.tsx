import { useEffect } from 'react'
import type { AppState } from '../../shared/api.ts'
import { Palette } from '../commands/Palette.tsx'
import { openSurface, useSurface } from '../commands/surfaces.ts'
import { useKeys } from '../commands/use-keys.ts'
import { ConnectScreen } from '../connect/ConnectScreen.tsx'
import { CompareHint } from '../replay/CompareHint.tsx'
import { ReplayDialogs } from '../replay/ReplayDialogs.tsx'
import { useRowsFact } from '../state/rows-hooks.ts'
import { inView, isLookedAt } from '../state/servers.ts'
import { useStore } from '../state/store.ts'
import { ErrorBoundary } from '../ui/ErrorBoundary.tsx'
import styles from './App.module.css'
import { Banners } from './Banners.tsx'
import { KeysSheet } from './KeysSheet.tsx'
import { StatusBar } from './StatusBar.tsx'
import { serverName } from './server-words.ts'
import { Toolbar } from './Toolbar.tsx'
import { Waiting } from './Waiting.tsx'
import { WireOnly } from './WireOnly.tsx'
import { Workspace } from './Workspace.tsx'

export function App() {
  const app = useStore(state => state.app)
  const connecting = useConnecting()
  const help = useSurface(({ surface }) => surface === 'keys')
  useKeys(app !== null && !connecting)
  const chosen = useStore(state => state.chosen)
  const server = app && nameOf(app, chosen)
  useEffect(() => {
    document.title = server === null ? 'Propscope' : `${server} – Propscope`
  }, [server])
  return (
    <div className={styles['app']}>
      {app === null ? (
        <Waiting />
      ) : connecting ? (
        <>
          <Banners app={null} />
          <ErrorBoundary what="the connect screen">
            <ConnectScreen app={app} />
          </ErrorBoundary>
        </>
      ) : (
        <>
          <Toolbar app={app} />
          <Banners app={app} />
          <CompareHint />
          <WireOnly app={app} />
          <Workspace />
          <StatusBar app={app} />
        </>
      )}
      <KeysSheet open={help} onOpenChange={open => openSurface(open ? 'keys' : 'none')} />
      <ReplayDialogs />
      <Palette />
    </div>
  )
}

/** What the window is about; null where there is nothing yet. */
function nameOf(app: AppState, chosen: string | null): string | null {
  const { all, one } = inView(app, chosen)
  if (one) return serverName(one)
  return all.length === 0 ? null : `${all.length} servers`
}

/** The connect screen is there while there is nothing else to show, and where the user asked for it. */
function useConnecting(): boolean {
  const isEmpty = useRowsFact(({ all }) => all.length === 0)
  const app = useStore(state => state.app)
  const asked = useStore(state => state.connectOpen)
  if (asked || app === null) return asked
  return !app.servers.some(isLookedAt) && isEmpty
}

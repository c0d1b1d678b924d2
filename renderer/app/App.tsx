import { useCallback, useEffect, useState } from 'react'
import { ConnectScreen } from '../connect/ConnectScreen.tsx'
import { useRows } from '../state/rows-hooks.ts'
import { useStore } from '../state/store.ts'
import { ErrorBoundary } from '../ui/ErrorBoundary.tsx'
import styles from './App.module.css'
import { Banners } from './Banners.tsx'
import { KeysSheet } from './KeysSheet.tsx'
import { StatusBar } from './StatusBar.tsx'
import { Toolbar } from './Toolbar.tsx'
import { useKeys } from './use-keys.ts'
import { Waiting } from './Waiting.tsx'
import { Workspace } from './Workspace.tsx'

export function App() {
  const app = useStore(state => state.app)
  const connecting = useConnecting()
  const [help, setHelp] = useState(false)
  const showHelp = useCallback(() => setHelp(true), [])
  useKeys(app !== null && !connecting, showHelp)
  const server = app && 'server' in app.connection ? app.connection.server.name : null
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
          <Toolbar app={app} onHelp={showHelp} />
          <Banners app={app} />
          <Workspace />
          <StatusBar app={app} />
        </>
      )}
      <KeysSheet open={help} onOpenChange={setHelp} />
    </div>
  )
}

/** The connect screen is there while there is nothing else to show, and where the user asked for it. */
function useConnecting(): boolean {
  const { all } = useRows()
  const app = useStore(state => state.app)
  const asked = useStore(state => state.connectOpen)
  if (asked || app === null) return asked
  const attached = app.connection.kind === 'attached' || app.connection.kind === 'waiting'
  return !attached && all.length === 0
}

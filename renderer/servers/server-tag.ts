import type { WatchedServer } from '../../shared/api.ts'
import { hostWords, serverName } from '../app/server-words.ts'
import { inView } from '../state/servers.ts'
import { useStore } from '../state/store.ts'

/** What tells the rows of `origin` from those of other servers; null where only one server's rows are shown. */
export function serverTagOf(origin: string): string | null {
  const { app, chosen } = useStore.getState()
  if (app === null || inView(app, chosen).servers.length < 2) return null
  const server = app.servers.find(one => one.origin === origin)
  return server ? nameAmong(server, app.servers) : hostWords(origin)
}

/** Two checkouts of one project have one name: then the address tells them apart. */
function nameAmong(server: WatchedServer, all: readonly WatchedServer[]): string {
  const name = serverName(server)
  const isShared = all.some(other => other !== server && serverName(other) === name)
  return isShared && server.origin !== null ? hostWords(server.origin) : name
}

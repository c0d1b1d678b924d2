import type { WatchedServer } from '../../shared/api.ts'
import type { Mode } from '../../shared/exchange.ts'
import { safeText } from '../ui/safe-text.ts'

type Versioned = { readonly next: string | null; readonly mode: Mode | null }

/** `next dev 16.4.6`; what is not known is left out. */
export function nextWords({ next, mode }: Versioned): string {
  return safeText(['next', mode, next].filter(part => part !== null).join(' '))
}

/** The origin without its scheme: `localhost:3000`. */
export function hostWords(origin: string): string {
  return safeText(origin.replace(/^https?:\/\//, ''))
}

/** What people call it: its project, else its address, else what was typed. */
export function serverName({
  server,
  origin,
  connection,
}: Pick<WatchedServer, 'server' | 'origin' | 'connection'>): string {
  if (server) return safeText(server.name)
  if (origin !== null) return hostWords(origin)
  return 'target' in connection ? hostWords(connection.target) : 'a server'
}

import type { WatchedServer } from '../../shared/api.ts'
import { assertNever } from '../../shared/units.ts'

/** How a server stands, in a shape and in words. */
export interface ServerLook {
  readonly look: 'attached' | 'waiting' | 'wire' | 'failed' | 'off'
  readonly words: string
}

export function serverLook({ connection, tap }: Pick<WatchedServer, 'connection' | 'tap'>): ServerLook {
  switch (connection.kind) {
    case 'attached':
      return { look: 'attached', words: 'attached' }
    case 'waiting':
      return { look: 'waiting', words: 'waiting for it to come back' }
    case 'attaching':
      return { look: 'waiting', words: 'attaching…' }
    case 'failed':
      return tap.kind === 'open' ? { look: 'wire', words: 'wire only' } : { look: 'failed', words: 'could not attach' }
    case 'idle':
      return tap.kind === 'open' ? { look: 'wire', words: 'wire only' } : { look: 'off', words: 'detached' }
    default:
      return assertNever(connection)
  }
}

/** `2 attached, 1 waiting`. */
export function looksOf(servers: readonly Pick<WatchedServer, 'connection' | 'tap'>[]): string {
  const short = { attached: 'attached', waiting: 'waiting', wire: 'wire only', failed: 'failed', off: 'detached' }
  const counts = new Map<string, number>()
  for (const server of servers) {
    const word = short[serverLook(server).look]
    counts.set(word, (counts.get(word) ?? 0) + 1)
  }
  return [...counts].map(([word, count]) => `${count} ${word}`).join(', ')
}

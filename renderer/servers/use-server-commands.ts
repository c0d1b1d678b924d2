import { useMemo } from 'react'
import type { WatchedServer } from '../../shared/api.ts'
import { serverName } from '../app/server-words.ts'
import { type Command, useCommands } from '../commands/registry.ts'
import { choose } from '../state/servers.ts'

const DIGITS = 9

/** Switching between several servers, by digits and from the palette. */
export function useServerCommands(servers: readonly WatchedServer[]): void {
  const names = servers.map(server => `${server.id} ${serverName(server)}`).join('\n')
  // Other states of the same servers are no other commands.
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above
  const commands = useMemo(() => commandsOf(servers), [names])
  useCommands(commands)
}

function commandsOf(servers: readonly WatchedServer[]): readonly Command[] {
  if (servers.length < 2) return []
  return [
    { id: 'servers.all', group: 'Capture', title: 'Show all servers', keys: ['0'], run: () => choose(null) },
    ...servers.map(
      (server, index): Command => ({
        id: `servers.${server.id}`,
        group: 'Capture',
        title: `Show ${serverName(server)} alone`,
        keys: index < DIGITS ? [String(index + 1)] : [],
        words: ['switch', 'server'],
        run: () => choose(server.id),
      }),
    ),
  ]
}

import type { FoundServer } from '../../shared/api.ts'
import { say } from './say.ts'

/** Prints the running servers: a JSON array, or a table for people. */
export async function listServers(find: () => Promise<readonly FoundServer[]>, json: boolean): Promise<number> {
  const servers = await find()
  if (json) process.stdout.write(`${JSON.stringify(servers, null, 2)}\n`)
  else if (servers.length === 0)
    say('No Next.js server of yours runs here. Start one with next dev, or give propscope -- next dev.')
  else process.stdout.write(`${serverTable(servers)}\n`)
  return 0
}

/** One line for each server, in columns, and below a server that cannot be attached why not and what to do. */
export function serverTable(servers: readonly FoundServer[]): string {
  const rows = servers.map(server => [
    server.origin,
    String(server.pid),
    server.next === null ? 'unknown' : server.next,
    server.mode ?? 'unknown',
    server.attachable ? 'yes' : 'no',
    server.folder ?? server.name,
  ])
  const lines = aligned([['ORIGIN', 'PID', 'NEXT', 'MODE', 'ATTACHABLE', 'PROJECT'], ...rows])
  const notes = servers.map(({ problem }) => (problem ? [`  ${problem.message} ${problem.next}`] : []))
  return lines.flatMap((line, index) => [line, ...(notes[index - 1] ?? [])]).join('\n')
}

function aligned(rows: readonly (readonly string[])[]): string[] {
  const widths = rows.reduce<number[]>(
    (found, row) => row.map((cell, column) => Math.max(found[column] ?? 0, cell.length)),
    [],
  )
  return rows.map(row =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  )
}

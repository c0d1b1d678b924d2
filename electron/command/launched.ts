import type { Result } from '../../shared/problem.ts'
import { say, sayProblem } from './say.ts'

/** Starts a command and tells of the Next server that it serves; `electron/servers/launch.ts` is one. */
export type Launch = (
  command: string,
  args: readonly string[],
  options: { onServer(server: { readonly origin: string }): void },
) => Promise<Result<number>>

/**
 * `propscope -- next dev`: starts the command, and calls `open` with the origin that it serves. Returns the exit code: `open`'s, or 1 where the
 * command ended before it served anything.
 *
 * The app outlives the command, since what it captured is still worth reading; and the command outlives the app, since whoever
 * closes a window has not asked for the end of a server.
 */
export async function openLaunched(
  { command, args }: { readonly command: string; readonly args: readonly string[] },
  launch: Launch,
  open: (origin: string) => Promise<number>,
): Promise<number> {
  const line = [command, ...args].join(' ')
  let found: (origin: string) => void = () => {}
  const served = new Promise<string>(resolve => {
    found = resolve
  })
  const ended = launch(command, args, { onServer: server => found(server.origin) })
  const first = await Promise.race([served, ended])
  if (typeof first !== 'string') {
    if (!first.ok) sayProblem(`starting ${line}`, first.problem)
    else {
      say(`propscope: attaching failed. “${line}” ended with exit code ${first.value} before it served a Next.js app.`)
      say('Its own output stands above.')
    }
    return 1
  }
  void ended.then(result => say(`“${line}” ended${result.ok ? ` with exit code ${result.value}` : ''}.`))
  const code = await open(first)
  await ended
  return code
}

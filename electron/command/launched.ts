import type { Result } from '../../shared/problem.ts'
import { say, sayProblem } from './say.ts'

/** Starts a command and tells of the Next server that it serves; `electron/servers/launch.ts` is one. */
export type Launch = (
  command: string,
  args: readonly string[],
  options: { readonly env?: Readonly<Record<string, string>>; onServer(server: { readonly origin: string }): void },
) => Promise<Result<number>>

export interface LaunchedCommand {
  readonly command: string
  readonly args: readonly string[]
  readonly env: Readonly<Record<string, string>>
}

/**
 * `propscope -- next dev`: opens the app, which hears the command's servers from their first request on, and starts the command beside it. Returns the exit code: the command's where the app
 * ended well, else the app's; 1 where the command ended before it served anything.
 *
 * The app outlives the command, since what it captured is still worth reading; and the command outlives the app, since whoever
 * closes a window has not asked for the end of a server.
 */
export async function openLaunched(
  { command, args, env }: LaunchedCommand,
  launch: Launch,
  open: (givenUp: Promise<void>) => Promise<number>,
): Promise<number> {
  const line = [command, ...args].join(' ')
  let giveUp = () => {}
  const givenUp = new Promise<void>(resolve => {
    giveUp = resolve
  })
  let served = false
  const opened = open(givenUp)
  const ended = launch(command, args, {
    env,
    onServer: () => {
      served = true
    },
  })
  void ended.then(result => {
    if (served) return say(`“${line}” ended${result.ok ? ` with exit code ${result.value}` : ''}.`)
    if (!result.ok) sayProblem(`starting ${line}`, result.problem)
    else {
      say(`propscope: attaching failed. “${line}” ended with exit code ${result.value} before it served a Next.js app.`)
      say('Its own output stands above.')
    }
    giveUp()
  })
  const [code, result] = await Promise.all([opened, ended])
  if (!served) return 1
  return code === 0 && result.ok ? result.value : code
}

import { freePort } from '../targets/serving/ports.mjs'
import { type Recording, startRecordingWith } from './propscope.ts'
import { test as base } from './test.ts'

export { expect } from './test.ts'

/** `propscope record … --tap PORT`, and where its tap listens. */
export interface Tapped extends Recording {
  readonly port: number
  readonly origin: string
}

export interface TapFixtures {
  /** Records through a tap before `target`, with no attach (`--target`); ended when the test is over. */
  readonly tapAlone: (target: string, ...args: string[]) => Promise<Tapped>
  /** Records through a tap before the server that is attached (`--attach`); ended when the test is over. */
  readonly tapAttached: (target: string, ...args: string[]) => Promise<Tapped>
}

/** `test` with taps of the built product. */
export const test = base.extend<TapFixtures>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads from this pattern which fixtures a fixture needs
  tapAlone: async ({}, use) => useTaps('--target', use),
  // biome-ignore lint/correctness/noEmptyPattern: see above
  tapAttached: async ({}, use) => useTaps('--attach', use),
})

async function useTaps(
  flag: '--target' | '--attach',
  use: (tap: (target: string, ...args: string[]) => Promise<Tapped>) => Promise<void>,
): Promise<void> {
  const started: Tapped[] = []
  await use(async (target, ...args) => {
    const tapped = await startTapped(flag, target, args)
    started.push(tapped)
    return tapped
  })
  await Promise.all(started.map(({ child }) => child.end()))
}

async function startTapped(flag: string, target: string, args: readonly string[]): Promise<Tapped> {
  const port = await freePort()
  const recording = await startRecordingWith([flag, target, '--tap', String(port), ...args])
  return { ...recording, port, origin: `http://localhost:${port}` }
}

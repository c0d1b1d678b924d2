import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ROOT } from './child.ts'

/** What the app asked of Electron, in order. */
export interface Noted {
  readonly what: string
  readonly given: unknown
}

/** The built main process, running on a stand-in of Electron in a plain Node. */
export interface ElectronMain {
  /** Makes the platform do something (`electron-stand-in.mjs`, `acts`), and tells what came of it. */
  act(act: string, given?: unknown): Promise<unknown>
  record(): Promise<Noted[]>
  /** Messages to the page so far. */
  readonly sent: readonly unknown[]
  readonly exit: Promise<number | null>
  readonly userData: string
  signal(signal: NodeJS.Signals): void
  end(): Promise<void>
}

/** Copies `out/` beside a `node_modules` whose `electron` is the stand-in, and runs its main.js. */
export async function startElectronMain(args: readonly string[] = []): Promise<ElectronMain> {
  const folder = mkdtempSync(join(tmpdir(), 'propscope-electron-'))
  const modules = join(folder, 'node_modules')
  const userData = join(folder, 'user-data')
  for (const part of ['main', 'preload', 'renderer'])
    cpSync(join(ROOT, 'out', part), join(folder, 'out', part), { recursive: true })
  cpSync(join(ROOT, 'package.json'), join(folder, 'package.json'))
  mkdirSync(join(modules, 'electron'), { recursive: true })
  for (const name of readdirSync(join(ROOT, 'node_modules')))
    if (name !== 'electron' && !name.startsWith('.')) symlinkSync(join(ROOT, 'node_modules', name), join(modules, name))
  cpSync(join(ROOT, 'e2e', 'harness', 'electron-stand-in.mjs'), join(modules, 'electron', 'index.mjs'))
  writeFileSync(join(modules, 'electron', 'package.json'), '{"name":"electron","exports":"./index.mjs"}')

  const child = fork(join(folder, 'out', 'main', 'main.js'), args, {
    env: { ...process.env, STAND_IN_USER_DATA: userData },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  return talkTo(child, userData, () => rmSync(folder, { recursive: true, force: true }))
}

async function talkTo(child: ChildProcess, userData: string, cleanUp: () => void): Promise<ElectronMain> {
  const sent: unknown[] = []
  const waiting = new Map<number, (answer: unknown) => void>()
  let count = 0
  child.on('message', (message: { sent?: unknown; id?: number; answer?: unknown }) => {
    if (message.id === undefined) sent.push(message.sent)
    else waiting.get(message.id)?.(message.answer)
  })
  const exit = once(child, 'exit').then(([code]) => code as number | null)
  const act = (name: string, given?: unknown) => {
    const id = ++count
    const answer = new Promise<unknown>((resolve, reject) => {
      waiting.set(id, resolve)
      void exit.then(code => reject(new Error(`the main process ended with ${code}`)))
    })
    child.send({ id, act: name, given })
    return answer
  }
  const record = async () => (await act('record')) as Noted[]
  while (!(await record()).some(({ what }) => what === 'loadURL'));
  return {
    act,
    record,
    sent,
    exit,
    userData,
    signal: signal => void child.kill(signal),
    async end() {
      child.kill('SIGKILL')
      await exit
      cleanUp()
    },
  }
}

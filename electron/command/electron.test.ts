import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { showInElectron } from './electron.ts'

/** Node stands for the Electron binary: both take a script and its arguments. */
let folder: string
let said: string[]
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'propscope-electron-'))
  said = []
  vi.spyOn(process.stderr, 'write').mockImplementation(text => said.push(String(text)) > 0)
})
afterEach(async () => {
  vi.restoreAllMocks()
  vi.unstubAllEnvs()
  await rm(folder, { recursive: true })
})

async function app(code: string): Promise<string> {
  const file = join(folder, 'app.cjs')
  await writeFile(file, code)
  return file
}
const nothing = { attach: null, tap: null, target: null }
const never = new Promise<void>(() => {})

describe('showInElectron', () => {
  it('hands the target over, and ends with the window', async () => {
    vi.stubEnv('ELECTRON_RUN_AS_NODE', '1')
    const out = join(folder, 'seen.json')
    const file = await app(
      `require('fs').writeFileSync(${JSON.stringify(out)}, JSON.stringify([process.argv.slice(2), process.env.ELECTRON_RUN_AS_NODE ?? null]))`,
    )
    expect(
      await showInElectron(
        { binary: process.execPath, app: file, beginning: { ...nothing, attach: '3000', tap: 4000 }, launched: null },
        never,
      ),
    ).toBe(0)
    expect(JSON.parse(await readFile(out, 'utf8'))).toEqual([['--attach', '3000', '--tap', '4000'], null])
    expect(
      await showInElectron({ binary: process.execPath, app: file, beginning: nothing, launched: null }, never),
    ).toBe(0)
    expect(JSON.parse(await readFile(out, 'utf8'))).toEqual([[], null])
  })

  it('says that it could not start, so that the browser view can', async () => {
    const binary = join(folder, 'no-electron')
    expect(await showInElectron({ binary, app: folder, beginning: nothing, launched: null }, never)).toBeNull()
    const failing = await app('process.exitCode = 127')
    expect(
      await showInElectron({ binary: process.execPath, app: failing, beginning: nothing, launched: null }, never),
    ).toBeNull()
    expect(said.join('')).toContain('exit code 127')
  })

  it('is asked to end when we are, and waits for it', async () => {
    const [up, down] = [join(folder, 'up'), join(folder, 'down')]
    const file = await app(
      `const { writeFileSync } = require('fs')
       process.on('SIGTERM', () => { writeFileSync(${JSON.stringify(down)}, ''); process.exit(3) })
       setInterval(() => {}, 1000)
       writeFileSync(${JSON.stringify(up)}, '')`,
    )
    let end = () => {}
    const ended = new Promise<void>(resolve => {
      end = resolve
    })
    const code = showInElectron({ binary: process.execPath, app: file, beginning: nothing, launched: null }, ended)
    await vi.waitFor(() => expect(existsSync(up)).toBe(true), { timeout: 10_000 })
    end()
    expect(await code).toBe(0)
    expect(existsSync(down)).toBe(true)
  })
})

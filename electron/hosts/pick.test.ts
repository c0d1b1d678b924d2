import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type HostSurroundings, hostSurroundings, pickHost } from './pick.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'propscope-pick-'))
  await mkdir(join(folder, 'dist'))
})
afterEach(() => rm(folder, { recursive: true }))

const surroundings = (changes: Partial<HostSurroundings> = {}): HostSurroundings => ({
  env: { DISPLAY: ':0' },
  platform: 'linux',
  uid: 1000,
  electronFolder: folder,
  ...changes,
})

async function installBinary(at = join(folder, 'dist')) {
  await writeFile(join(folder, 'path.txt'), 'electron\n')
  await writeFile(join(at, 'electron'), '')
}

describe('pickHost', () => {
  it('takes Electron where its binary and a display are there', async () => {
    await installBinary()
    expect(pickHost(surroundings())).toEqual({ kind: 'electron', binary: join(folder, 'dist', 'electron') })
    expect(pickHost(surroundings({ env: { WAYLAND_DISPLAY: 'wayland-0' } }))).toMatchObject({ kind: 'electron' })
    expect(pickHost(surroundings({ env: {}, platform: 'darwin' }))).toMatchObject({ kind: 'electron' })
    expect(pickHost(surroundings({ env: {}, platform: 'win32', uid: null }))).toMatchObject({ kind: 'electron' })
  })

  it('finds the binary where ELECTRON_OVERRIDE_DIST_PATH says', async () => {
    const elsewhere = join(folder, 'elsewhere')
    await mkdir(elsewhere)
    const env = { DISPLAY: ':0', ELECTRON_OVERRIDE_DIST_PATH: elsewhere }
    expect(pickHost(surroundings({ env }))).toMatchObject({ kind: 'browser' })
    await writeFile(join(elsewhere, 'electron'), '')
    expect(pickHost(surroundings({ env }))).toEqual({ kind: 'electron', binary: join(elsewhere, 'electron') })
  })

  it('says why not', async () => {
    expect(pickHost(surroundings({ electronFolder: null }))).toEqual({
      kind: 'browser',
      why: 'Electron is not installed',
    })
    expect(pickHost(surroundings())).toMatchObject({ why: expect.stringContaining('not on disk') })
    await writeFile(join(folder, 'path.txt'), 'electron')
    expect(pickHost(surroundings())).toMatchObject({ why: expect.stringContaining('not on disk') })
    await installBinary()
    expect(pickHost(surroundings({ env: { DISPLAY: '' } }))).toMatchObject({
      why: expect.stringContaining('no display'),
    })
    expect(pickHost(surroundings({ uid: 0 }))).toMatchObject({ why: expect.stringContaining('root') })
  })

  it('finds the installed package by looking only', () => {
    expect(hostSurroundings().electronFolder).toMatch(/node_modules[\\/]electron$/)
  })
})

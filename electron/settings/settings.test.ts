import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { LayoutSchema } from '../../shared/layout.ts'
import { configFolder } from './config-folder.ts'
import { openSettings } from './settings.ts'

let root: string
let folder: string
let said: string[]
const open = (at = folder) => openSettings(at, trouble => said.push(trouble))
const file = () => join(folder, 'settings.json')

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'propscope-settings-'))
  folder = join(root, 'not', 'there', 'yet')
  said = []
})
afterEach(async () => {
  await rm(root, { recursive: true })
})

describe('settings', () => {
  it('remembers the port of each project, from one run to the next', async () => {
    expect(await open().tapPort('/shop')).toBeNull()
    await open().rememberTapPort('/shop', 4000)
    await open().rememberTapPort('http://localhost:3000', 4001)
    await open().rememberTapPort('/shop', 4002)
    const again = open()
    expect([await again.tapPort('/shop'), await again.tapPort('http://localhost:3000')]).toEqual([4002, 4001])
    expect(await readdir(folder)).toEqual(['settings.json'])
    expect((await stat(file())).mode & 0o777).toBe(0o600)
    expect(said).toEqual([])
  })

  it('remembers the editor, and takes none that it does not know', async () => {
    const settings = openSettings(folder, () => {})
    expect(await settings.editor()).toBe('auto')
    await settings.rememberEditor('cursor')
    expect(await openSettings(folder, () => {}).editor()).toBe('cursor')
    await writeFile(join(folder, 'settings.json'), JSON.stringify({ version: 1, editor: 'rm -rf' }))
    expect(await settings.editor()).toBe('auto')
  })

  it('keeps every port that is remembered at once, and what a later version has added', async () => {
    const settings = open()
    await settings.rememberTapPort('/first', 4000)
    const text = JSON.parse(await readFile(file(), 'utf8'))
    await writeFile(file(), JSON.stringify({ ...text, theme: 'dark' }))
    await Promise.all(
      ['/a', '/b', '/__proto__'].map((project, index) => settings.rememberTapPort(project, 5000 + index)),
    )
    expect(JSON.parse(await readFile(file(), 'utf8'))).toEqual({
      version: 1,
      theme: 'dark',
      layouts: {},
      requests: {},
      editor: 'auto',
      silenced: {},
      tapPorts: { '/first': 4000, '/a': 5000, '/b': 5001, '/__proto__': 5002 },
    })
    expect(await settings.tapPort('constructor')).toBeNull()
  })

  it('lets the project go that was used longest ago', async () => {
    const settings = open()
    await settings.rememberTapPort('/old', 4000)
    const many = Object.fromEntries(Array.from({ length: 199 }, (_, index) => [`/p${index}`, 4001]))
    await writeFile(file(), JSON.stringify({ version: 1, tapPorts: { '/old': 4000, ...many } }))
    await settings.rememberTapPort('/new', 4002)
    expect([await settings.tapPort('/old'), await settings.tapPort('/new')]).toEqual([null, 4002])
  })

  it.each(['', '{"version":1,"tapPor', '[]', '{"version":1,"tapPorts":{"/a":"x"}}', '{"version":2}'])(
    'sets aside what it cannot understand, says so, and begins anew: %s',
    async text => {
      await open().rememberTapPort('/shop', 4000)
      await writeFile(file(), text)
      expect(await open().tapPort('/shop')).toBeNull()
      expect(said).toHaveLength(1)
      expect(said[0]).toContain('could not be understood')
      expect(await readFile(join(folder, 'settings.unreadable.json'), 'utf8')).toBe(text)
      await open().rememberTapPort('/shop', 4001)
      expect(await open().tapPort('/shop')).toBe(4001)
      expect(said).toHaveLength(1)
    },
  )

  it('remembers how the window was, and of what it cannot read any more the rest', async () => {
    expect(await open().layout('/shop')).toBeNull()
    const layout = { ...LayoutSchema.parse({}), filter: 'ms>200', savedFilters: ['is:error'], bars: 'clock' as const }
    await open().rememberLayout('/shop', layout)
    await open().rememberTapPort('/shop', 4000)
    expect(await open().layout('/shop')).toEqual(layout)
    const text = JSON.parse(await readFile(file(), 'utf8'))
    text.layouts['/shop'].bars = 'of tomorrow'
    await writeFile(file(), JSON.stringify(text))
    expect(await open().layout('/shop')).toEqual({ ...layout, bars: 'own' })
    expect([await open().tapPort('/shop'), said]).toEqual([4000, []])
  })

  it('says what it cannot write, and works all the same', async () => {
    await writeFile(join(root, 'a-file'), '')
    const settings = open(join(root, 'a-file'))
    await settings.rememberTapPort('/shop', 4000)
    expect(await settings.tapPort('/shop')).toBeNull()
    expect(said.join('\n')).toContain('could not be written')
  })
})

describe('the folder of settings', () => {
  it.each([
    [{ PROPSCOPE_CONFIG: '/own', XDG_CONFIG_HOME: '/xdg' }, 'linux', '/own'],
    [{ XDG_CONFIG_HOME: '/xdg' }, 'linux', '/xdg/propscope'],
    [{ XDG_CONFIG_HOME: 'relative' }, 'linux', '/home/me/.config/propscope'],
    [{}, 'linux', '/home/me/.config/propscope'],
    [{ XDG_CONFIG_HOME: '/xdg' }, 'darwin', '/home/me/Library/Application Support/propscope'],
    [{ APPDATA: '/roaming' }, 'win32', '/roaming/propscope'],
  ] as const)('%j on %s is %s', (env, platform, expected) => {
    expect(configFolder(env, platform, '/home/me')).toBe(expected)
  })

  it('keeps what is silenced for each project, and forgets a project that silences nothing any more', async () => {
    const settings = open()
    await settings.silenceRule('/shop', 'slow-call', true)
    await settings.silenceRule('/shop', 'large-props', true)
    await settings.silenceRule('/blog', 'slow-call', true)
    await settings.silenceRule('/blog', 'slow-call', false)
    expect(await open().silencedRules('/shop')).toEqual(['slow-call', 'large-props'])
    expect(await settings.silencedRules('/blog')).toEqual([])
    expect(JSON.parse(await readFile(file(), 'utf8')).silenced).toEqual({ '/shop': ['slow-call', 'large-props'] })
  })
})

import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { isReachable, readWindowState, writeWindowState } from './window-state.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'propscope-window-'))
})
afterEach(() => rm(folder, { recursive: true }))

const state = { bounds: { x: -10, y: 20, width: 800, height: 600 }, maximized: true }

describe('window state', () => {
  it('is read as it was written, also into a new folder', () => {
    const file = join(folder, 'new', 'window.json')
    writeWindowState(file, state)
    expect(readWindowState(file)).toEqual(state)
  })

  it.each(['', '{', 'null', '{"bounds":{"x":"1"}}', JSON.stringify({ ...state, maximized: 'yes' })])(
    'is none where the file holds %j',
    async text => {
      await writeFile(join(folder, 'window.json'), text)
      expect(readWindowState(join(folder, 'window.json'))).toBeNull()
    },
  )

  it('is none where there is no file, and saving to an impossible place is survived', () => {
    expect(readWindowState(join(folder, 'none.json'))).toBeNull()
    writeWindowState(join(folder, '\0'), state)
  })

  it('knows a window that no screen shows any more', () => {
    const screen = { x: 0, y: 0, width: 1920, height: 1080 }
    expect(isReachable(state.bounds, [screen])).toBe(true)
    expect(isReachable({ ...state.bounds, x: 1900 }, [screen])).toBe(false)
    expect(isReachable({ ...state.bounds, x: 1900 }, [screen, { ...screen, x: 1920 }])).toBe(true)
    expect(isReachable({ ...state.bounds, y: 1050 }, [screen])).toBe(false)
    expect(isReachable(state.bounds, [])).toBe(false)
  })
})

import { describe, expect, it } from 'vitest'
import type { Connection, TapState } from '../../shared/api.ts'
import { chipWords, isWireOnly, tapArgument } from './tap-words.ts'

const open: TapState = {
  kind: 'open',
  origin: 'http://localhost:4000',
  port: 4000,
  target: 'http://localhost:3000',
  connections: 0,
  requests: 0,
  down: null,
}
const server = { origin: 'http://localhost:3000', pid: 1, next: null, mode: null, folder: null, name: 'shop' }
const attached: Connection = { kind: 'attached', server, since: 0 }
const waiting: Connection = { kind: 'waiting', server, since: 0, why: '' }
const idle: Connection = { kind: 'idle' }
const problem = { code: 'tap-failed', message: 'Port 4000 is held.', next: 'x', detail: null } as const

it('says how the tap is in a word', () => {
  const all: TapState[] = [
    { kind: 'off' },
    { kind: 'opening' },
    open,
    { ...open, down: 'ECONNREFUSED' },
    { kind: 'failed', problem },
  ]
  expect(all.map(tap => chipWords(tap)).map(({ text, look }) => [text, look])).toEqual([
    ['off', 'off'],
    ['opening…', 'opening'],
    [':4000', 'open'],
    [':4000', 'down'],
    ['failed', 'failed'],
  ])
  expect(chipWords({ ...open, down: 'ECONNREFUSED' }).title).toContain('ECONNREFUSED')
})

describe('what the tap is opened in front of', () => {
  it('is left to the attached server, whose project remembers its port', () => {
    expect(tapArgument(attached, null)).toBeNull()
    expect(tapArgument(attached, 'http://127.0.0.1:3000')).toBeNull()
  })

  it('is said where that is not the attached one, or none is', () => {
    expect(tapArgument(attached, 'http://10.0.0.5:3000')).toBe('http://10.0.0.5:3000')
    expect(tapArgument(waiting, null)).toBe('http://localhost:3000')
    expect(tapArgument(idle, 'http://10.0.0.5:3000')).toBe('http://10.0.0.5:3000')
    expect(tapArgument(idle, null)).toBeNull()
  })
})

it('sees the wire only where no agent looks on', () => {
  expect(isWireOnly({ connection: idle, tap: open })).toBe(true)
  expect(isWireOnly({ connection: { kind: 'failed', target: 'x', problem }, tap: open })).toBe(true)
  expect(isWireOnly({ connection: attached, tap: open })).toBe(false)
  expect(isWireOnly({ connection: waiting, tap: open })).toBe(false)
  expect(isWireOnly({ connection: idle, tap: { kind: 'off' } })).toBe(false)
})

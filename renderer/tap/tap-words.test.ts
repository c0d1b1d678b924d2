import { expect, it } from 'vitest'
import type { Connection, TapState } from '../../shared/api.ts'
import { chipWords, chipWordsOf, isWireOnly } from './tap-words.ts'

const open: TapState = {
  kind: 'open',
  origin: 'http://localhost:4000',
  port: 4000,
  missedPort: null,
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

it('says how several taps are', () => {
  const other: TapState = { ...open, port: 4001, down: 'ECONNREFUSED' }
  expect(chipWordsOf([open])).toEqual(chipWords(open))
  expect(chipWordsOf([open, { kind: 'off' }])).toMatchObject({ text: ':4000', look: 'open' })
  expect(chipWordsOf([open, other])).toMatchObject({ text: ':4000 :4001', look: 'down' })
  expect(chipWordsOf([{ kind: 'off' }, { kind: 'failed', problem }])).toMatchObject({ look: 'failed' })
  expect(chipWordsOf([])).toMatchObject({ look: 'off' })
})

it('sees the wire only where no agent looks on', () => {
  expect(isWireOnly({ connection: idle, tap: open })).toBe(true)
  expect(isWireOnly({ connection: { kind: 'failed', target: 'x', problem }, tap: open })).toBe(true)
  expect(isWireOnly({ connection: attached, tap: open })).toBe(false)
  expect(isWireOnly({ connection: waiting, tap: open })).toBe(false)
  expect(isWireOnly({ connection: idle, tap: { kind: 'off' } })).toBe(false)
})

import { afterEach, describe, expect, it } from 'vitest'
import { createSpool, type Spool, type SpoolLimits } from './spool.ts'

const open: Spool[] = []
afterEach(() => {
  for (const spool of open.splice(0)) spool.close()
})
function spoolOf(limits?: SpoolLimits): Spool {
  const spool = createSpool(limits)
  open.push(spool)
  return spool
}
const SMALL: SpoolLimits = { block: 64, blocks: 4, file: 64 * 32 }
const bytes = (letter: string, length: number) => Buffer.alloc(length, letter)
const text = (taken: Uint8Array | null) => (taken === null ? null : Buffer.from(taken).toString())
/** Until the disk has what it was given: then there is room again. */
async function addAll(spool: Spool, key: string, piece: Buffer): Promise<void> {
  while (!spool.add(key, piece)) {
    spool.drop(key)
    await new Promise(setImmediate)
  }
}

describe('Spool', () => {
  it('gives back what was added, once', async () => {
    const spool = spoolOf()
    spool.add('a', Buffer.from('one '))
    spool.add('b', Buffer.from('other'))
    spool.add('a', Buffer.from('two'))
    expect([spool.size('a'), spool.size('b'), spool.size('c')]).toEqual([7, 5, 0])
    expect(text(await spool.take('a'))).toBe('one two')
    expect(text(await spool.take('a'))).toBe('')
    expect(text(await spool.take('b'))).toBe('other')
  })

  it('takes a copy: the memory given to it is used again by others', async () => {
    const spool = spoolOf()
    const memory = Buffer.from('kept')
    spool.add('a', memory)
    memory.fill('x')
    expect(text(await spool.take('a'))).toBe('kept')
  })

  it('gives back bodies that lie across blocks, from memory and from the file', async () => {
    const spool = spoolOf(SMALL)
    const added = new Map<string, string>()
    for (let index = 0; index < 20; index += 1) {
      const letter = String.fromCharCode(97 + index)
      await addAll(spool, letter, bytes(letter, 50 + index))
      added.set(letter, letter.repeat(50 + index))
    }
    for (const [key, value] of added) expect(text(await spool.take(key))).toBe(value)
  })

  it('uses memory again for bodies that end soon, as often as they come', async () => {
    const spool = spoolOf(SMALL)
    // Within one turn of the loop nothing can be written: only memory that is let go makes room.
    for (let index = 0; index < 100; index += 1) {
      expect(spool.add('a', bytes('a', 90))).toBe(true)
      expect(spool.add('b', bytes('b', 30))).toBe(true)
      const taking = spool.take('a')
      spool.drop('b')
      expect(text(await taking)).toBe('a'.repeat(90))
    }
  })

  it('says so where newer bodies were written over one', async () => {
    const spool = spoolOf(SMALL)
    await addAll(spool, 'old', bytes('o', 64))
    for (let index = 0; index < 40; index += 1) await addAll(spool, `n${index}`, bytes('n', 64))
    expect(await spool.take('old')).toBeNull()
    expect(text(await spool.take('n39'))).toBe('n'.repeat(64))
  })

  it('refuses at once where the disk does not keep up, and keeps no body with a hole', async () => {
    const spool = spoolOf(SMALL)
    const kept: boolean[] = []
    // Nothing is written out within this turn.
    for (let index = 0; index < 6; index += 1) kept.push(spool.add('a', bytes('a', 64)))
    expect(kept).toEqual([true, true, true, true, false, false])
    while (!spool.add('b', bytes('b', 10))) {
      spool.drop('b')
      await new Promise(setImmediate)
    }
    expect(spool.add('a', bytes('a', 1))).toBe(false)
    expect(text(await spool.take('a'))).toBe('a'.repeat(256))
    expect(text(await spool.take('b'))).toBe('b'.repeat(10))
  })
})

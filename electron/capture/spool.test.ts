import { afterEach, describe, expect, it, vi } from 'vitest'
import { type BlockWriter, createBlockWriter } from '../tap/thread/block-writer.ts'
import { createBlockReader, newSharedBlocks } from '../tap/thread/blocks.ts'
import { createSpool, type Spool } from './spool.ts'

const open: Spool[] = []
afterEach(() => {
  for (const spool of open.splice(0)) spool.close()
})

/** A spool of four blocks of 64 bytes, and what the tap's thread has of it. */
function newSpool(file = 64 * 32) {
  const shared = newSharedBlocks(64, 4)
  const spool = createSpool({ size: 64, count: 4, file, large: Number.POSITIVE_INFINITY }, createBlockReader(shared))
  open.push(spool)
  const newWriter = () => createBlockWriter(shared, block => spool.filled(block))
  const add = (writer: BlockWriter, key: number, text: string) =>
    writer.write(Buffer.from(text), stretch => spool.add(key, stretch))
  return { spool, newWriter, add }
}
async function textOf(spool: Spool, key: number): Promise<string | null> {
  const taken = await spool.take(key)
  if (taken?.kind !== 'bytes') return null
  const text = Buffer.from(taken.bytes).toString()
  taken.release()
  return text
}

describe('Spool', () => {
  it('gives back what was added, once', async () => {
    const { spool, newWriter, add } = newSpool()
    const writer = newWriter()
    add(writer, 1, 'one ')
    add(writer, 2, 'other')
    add(writer, 1, 'two')
    expect([spool.size(1), spool.size(2), spool.size(3)]).toEqual([7, 5, 0])
    expect(await textOf(spool, 1)).toBe('one two')
    expect(await textOf(spool, 1)).toBe('')
    expect(await textOf(spool, 2)).toBe('other')
  })

  it('gives back bodies that lie across blocks, from memory and from the file', async () => {
    const { spool, newWriter, add } = newSpool()
    const writer = newWriter()
    const texts = Array.from({ length: 20 }, (_, index) => String.fromCharCode(97 + index).repeat(45 + index))
    for (const [key, text] of texts.entries()) await vi.waitFor(() => expect(add(writer, key, text)).toBe(true))
    for (const [key, text] of texts.entries()) expect(await textOf(spool, key)).toBe(text)
  })

  it('uses memory again for bodies that end soon, as often as they come', () => {
    const { spool, newWriter, add } = newSpool()
    const writer = newWriter()
    // Within one turn of the loop nothing can be written: only memory that is let go makes room.
    for (let round = 0; round < 100; round += 1) {
      expect([add(writer, 1, 'a'.repeat(50)), add(writer, 2, 'b'.repeat(30))]).toEqual([true, true])
      spool.drop(1)
      spool.drop(2)
    }
  })

  it('keeps what is being looked at where it is until it is released', async () => {
    const { spool, newWriter, add } = newSpool()
    const writer = newWriter()
    add(writer, 1, 'a'.repeat(64))
    const taken = await spool.take(1)
    // Three more blocks, and the first is still in use.
    for (const key of [2, 3, 4]) expect(add(writer, key, 'b'.repeat(64))).toBe(true)
    expect(add(writer, 5, 'c')).toBe(false)
    if (taken?.kind !== 'bytes') throw new Error('not in memory')
    expect(Buffer.from(taken.bytes).toString()).toBe('a'.repeat(64))
    taken.release()
    await vi.waitFor(() => expect(add(writer, 5, 'c')).toBe(true))
  })

  it('refuses what it has no room for, all of it, and takes it when the disk has made room', async () => {
    const { newWriter, add } = newSpool()
    const writer = newWriter()
    let added = 0
    while (add(writer, added, 'x'.repeat(60))) added += 1
    expect(added).toBe(4)
    await vi.waitFor(() => expect(add(writer, 99, 'x'.repeat(60))).toBe(true))
  })

  it('says that bodies are gone which newer ones were written over', async () => {
    const { spool, newWriter, add } = newSpool(64 * 4)
    const writer = newWriter()
    for (let key = 0; key < 12; key += 1) {
      await vi.waitFor(() => expect(add(writer, key, String.fromCharCode(97 + key).repeat(64))).toBe(true))
    }
    expect(await textOf(spool, 0)).toBeNull()
    expect(await textOf(spool, 11)).toBe('l'.repeat(64))
  })

  it('has room for another writer after the first is gone in the midst of a block', async () => {
    const { spool, newWriter, add } = newSpool()
    const first = newWriter()
    add(first, 1, 'kept')
    spool.writerGone()
    const second = newWriter()
    for (const key of [2, 3, 4]) expect(add(second, key, 'b'.repeat(64))).toBe(true)
    expect(await textOf(spool, 1)).toBe('kept')
    await vi.waitFor(() => expect(add(second, 5, 'c'.repeat(64))).toBe(true))
  })
})

import { describe, expect, it } from 'vitest'
import { createBlockWriter } from './block-writer.ts'
import { createBlockReader, newSharedBlocks, type Stretch } from './blocks.ts'

const MEGABYTE = 1024 * 1024
function newWriter(count = 4) {
  const shared = newSharedBlocks(MEGABYTE, count)
  const filled: number[] = []
  const writer = createBlockWriter(shared, block => filled.push(block))
  return { writer, reader: createBlockReader(shared), filled }
}

describe('memory to read into', () => {
  it('is given after a large read, and what lies in it is kept without a copy', () => {
    const { writer, reader } = newWriter()
    const memory = writer.readMemory()
    expect(memory.next(100)).toBeNull()
    const buffer = memory.next(60_000)
    buffer?.bytes.write('some head, then a body')
    const stretches: Stretch[] = []
    const body = buffer?.bytes.subarray(18, 22) ?? Buffer.alloc(0)
    expect(writer.write(body, stretch => stretches.push(stretch))).toBe(true)
    const [stretch] = stretches
    expect(stretch && Buffer.from(reader.bytes(stretch)).toString()).toBe('body')
    expect(stretch && reader.bytes(stretch).byteOffset).toBe(body.byteOffset)
  })

  it('is not given out twice, to one connection or to two', () => {
    const { writer } = newWriter()
    const [one, two] = [writer.readMemory(), writer.readMemory()]
    const ranges: [number, number][] = []
    for (let index = 0; index < 4; index += 1) {
      for (const memory of [one, two]) {
        const { bytes } = memory.next(index === 0 ? 60_000 : 50_000) ?? { bytes: Buffer.alloc(0) }
        ranges.push([bytes.byteOffset, bytes.byteOffset + 50_000])
        writer.write(Buffer.alloc(1000), ({ block, offset }) => {
          ranges.push([block * MEGABYTE + offset, block * MEGABYTE + offset + 1000])
        })
        // As `upstream` asks again with what was read into it.
        if (index === 0) expect(bytes.byteLength).toBe(256 * 1024)
      }
    }
    ranges.sort(([a], [b]) => a - b)
    for (const [index, [from]] of ranges.entries()) expect(from).toBeGreaterThanOrEqual(ranges[index - 1]?.[1] ?? 0)
  })

  it('is not written over before it was written out and the connection has left it', () => {
    const { writer, filled } = newWriter(4)
    const memory = writer.readMemory()
    const buffer = memory.next(60_000)
    buffer?.taken()
    // Others fill the block.
    const fill = () => writer.write(Buffer.alloc(MEGABYTE), () => {})
    fill()
    expect(filled).toEqual([])
    memory.close()
    expect(filled).toEqual([])
    buffer?.release()
    expect(filled).toEqual([0])
  })

  it('is not given after some small reads, nor where few blocks are free', () => {
    const { writer } = newWriter(4)
    const memory = writer.readMemory()
    expect(memory.next(60_000)).not.toBeNull()
    expect([1, 2, 3, 4, 5].map(size => memory.next(size) !== null)).toEqual([true, true, true, false, false])
    for (const size of [MEGABYTE, MEGABYTE, MEGABYTE, 100_000]) writer.write(Buffer.alloc(size), () => {})
    expect(memory.next(60_000)).toBeNull()
  })
})

import { describe, expect, it } from 'vitest'
import { ReadBuffer } from './read-buffers.ts'

const KB = 1024

describe('ReadBuffer', () => {
  it('is given to another connection only when it was left and all that was read into it is written', () => {
    const one = ReadBuffer.take(0)
    one.writing()
    one.leave()
    const other = ReadBuffer.take(0)
    expect(other).not.toBe(one)
    one.written()
    expect(ReadBuffer.take(0)).toBe(one)
    one.writing()
    one.written()
    // It is still read into.
    expect(ReadBuffer.take(0)).not.toBe(one)
  })

  it('is never given again after a write that failed', () => {
    const one = ReadBuffer.take(0)
    one.writing()
    one.written(new Error('EPIPE'))
    one.leave()
    for (let index = 0; index < 100; index += 1) expect(ReadBuffer.take(0)).not.toBe(one)
  })

  it('is large after a large read, and small where many large ones are held', () => {
    const small = ReadBuffer.take(100)
    const held = Array.from({ length: 64 }, () => ReadBuffer.take(60 * KB))
    expect(small.bytes.byteLength).toBe(64 * KB)
    expect(small.suits(60 * KB)).toBe(true)
    expect(new Set(held.map(one => one.bytes.byteLength))).toEqual(new Set([512 * KB]))
    const next = ReadBuffer.take(60 * KB)
    expect(next.bytes.byteLength).toBe(64 * KB)
    held[0]?.leave()
    expect(next.suits(60 * KB)).toBe(false)
    expect(ReadBuffer.take(60 * KB)).toBe(held[0])
    for (const one of held) one.leave()
  })
})

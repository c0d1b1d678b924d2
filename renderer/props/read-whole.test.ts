import { describe, expect, it } from 'vitest'
import { READ_BODY_LIMIT } from '../../shared/api.ts'
import { PIECE, type ReadSlice, readWhole } from './read-whole.ts'

/** A body as the main process gives it; `cut` lets it go from there on. */
function serve(body: Uint8Array, cut = Number.POSITIVE_INFINITY): ReadSlice & { asked: [number, number][] } {
  const asked: [number, number][] = []
  const read = async (offset: number, length: number) => {
    asked.push([offset, length])
    if (offset >= cut) return null
    return { bytes: body.subarray(offset, offset + Math.min(length, READ_BODY_LIMIT)), offset, total: body.length }
  }
  return Object.assign(read, { asked })
}

const never = new AbortController().signal
const someBytes = (length: number) => Uint8Array.from({ length }, (_, n) => n % 251)

describe('readWhole', () => {
  it('joins pieces and tells how far it is', async () => {
    const body = someBytes(PIECE * 2 + 10)
    const read = serve(body)
    const progress: [number, number][] = []
    const whole = await readWhole(read, never, (loaded, total) => progress.push([loaded, total]))
    expect(whole?.short).toBe(false)
    expect(whole && sameBytes(whole.bytes, body)).toBe(true)
    expect(read.asked).toEqual([
      [0, PIECE],
      [PIECE, PIECE],
      [PIECE * 2, 10],
    ])
    expect(progress.at(-1)).toEqual([body.length, body.length])
  })

  it('asks for no more than the contract allows', () => {
    expect(PIECE).toBeLessThanOrEqual(READ_BODY_LIMIT)
  })

  it('is null where nothing was captured, and empty where nothing is in it', async () => {
    expect(
      await readWhole(
        async () => null,
        never,
        () => undefined,
      ),
    ).toBeNull()
    expect(await readWhole(serve(someBytes(0)), never, () => undefined)).toEqual({
      bytes: new Uint8Array(0),
      short: false,
    })
  })

  it('says so where the body is let go meanwhile', async () => {
    const whole = await readWhole(serve(someBytes(PIECE + 5), 1), never, () => undefined)
    expect(whole?.short).toBe(true)
    expect(whole?.bytes.length).toBe(PIECE)
  })

  it('stops when it is cancelled', async () => {
    const control = new AbortController()
    const read = serve(someBytes(PIECE * 3))
    const reading = readWhole(read, control.signal, () => control.abort(new Error('another one')))
    await expect(reading).rejects.toThrow('another one')
    expect(read.asked.length).toBeLessThan(3)
  })
})

const sameBytes = (a: Uint8Array, b: Uint8Array) => a.length === b.length && a.every((byte, n) => byte === b[n])

import { describe, expect, it } from 'vitest'
import { READ_BODY_LIMIT } from '../../shared/api.ts'
import { PIECE, type ReadSlice, readPieces } from './read-pieces.ts'

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

/** Reads it all, and puts the pieces together. */
async function whole(read: ReadSlice, signal = never) {
  const pieces: Uint8Array[] = []
  const progress: [number, number][] = []
  const end = await readPieces(read, signal, (piece, loaded, total) => {
    pieces.push(piece)
    progress.push([loaded, total])
  })
  return { end, bytes: new Uint8Array(pieces.flatMap(piece => [...piece])), progress }
}

describe('readPieces', () => {
  it('joins pieces and tells how far it is', async () => {
    const body = someBytes(PIECE * 2 + 10)
    const read = serve(body)
    const { end, bytes, progress } = await whole(read)
    expect(end).toEqual({ bytes: body.length, short: false })
    expect(sameBytes(bytes, body)).toBe(true)
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
    expect((await whole(async () => null)).end).toBeNull()
    expect((await whole(serve(someBytes(0)))).end).toEqual({ bytes: 0, short: false })
  })

  it('says so where the body is let go meanwhile', async () => {
    expect((await whole(serve(someBytes(PIECE + 5), 1))).end).toEqual({ bytes: PIECE, short: true })
  })

  it('hands out pieces that are whole buffers of their own', async () => {
    const message = someBytes(100)
    await readPieces(
      async () => ({ bytes: message.subarray(10, 20), offset: 0, total: 10 }),
      never,
      piece => expect(piece.buffer.byteLength).toBe(10),
    )
  })

  it('stops when it is cancelled', async () => {
    const control = new AbortController()
    const read = serve(someBytes(PIECE * 3))
    const reading = readPieces(read, control.signal, () => control.abort(new Error('another one')))
    await expect(reading).rejects.toThrow('another one')
    expect(read.asked.length).toBeLessThan(3)
  })
})

const sameBytes = (a: Uint8Array, b: Uint8Array) => a.length === b.length && a.every((byte, n) => byte === b[n])

import { dial, type Line, put } from './socket.ts'

/** A client's part: text to send (latin1), what to wait for in all that came since the last wait, or its end. */
export type Step = string | RegExp | 'FIN' | 'RESET'

/** How what is sent is cut into writes. */
export interface Cut {
  readonly name: string
  readonly pieces: (bytes: Buffer) => Buffer[]
}

const WHOLE: Cut = { name: 'at once', pieces: bytes => [bytes] }

/** As it is, in single bytes, at line ends, and at places that are the same in every run. */
export const CUTS: readonly Cut[] = [
  WHOLE,
  { name: 'in single bytes', pieces: bytes => cutAt(bytes, index => index < 2000 || index % 997 === 0) },
  { name: 'between CR and LF', pieces: bytes => cutAt(bytes, index => bytes[index] === 0x0a) },
  { name: 'at odd places', pieces: bytes => cutAt(bytes, oddPlaces(bytes.length)) },
]

function cutAt(bytes: Buffer, isCut: (index: number) => boolean): Buffer[] {
  const pieces: Buffer[] = []
  let from = 0
  for (let index = 1; index <= bytes.length; index += 1) {
    if (index < bytes.length && !isCut(index)) continue
    pieces.push(bytes.subarray(from, index))
    from = index
  }
  return pieces
}

/** The same seed each time: a failure comes back. */
function oddPlaces(seed: number): (index: number) => boolean {
  let state = seed + 1
  return () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0
    return (state >>> 16) % 23 === 0
  }
}

/** What a client saw: all bytes that came, and how the server ended. */
export interface Played {
  readonly bytes: Buffer
  readonly ended: Line['ended']
}

/** Plays a client's part on a new connection, and reads until the server ends or the client has reset it. */
export async function play(port: number, steps: readonly Step[], cut: Cut = WHOLE): Promise<Played> {
  const line = dial(port)
  let seen = 0
  try {
    for (const step of steps) {
      if (step === 'FIN') line.socket.end()
      else if (step === 'RESET') {
        line.socket.resetAndDestroy()
        return { bytes: line.bytes(), ended: null }
      } else if (typeof step === 'string') {
        for (const piece of cut.pieces(Buffer.from(step, 'latin1'))) {
          await put(line.socket, piece)
          // So that each leaves alone.
          await new Promise(setImmediate)
        }
      } else {
        await line.until(String(step), ({ ended }) => ended !== null || step.test(line.text().slice(seen)))
        seen = line.bytes().length
      }
    }
    await line.until('end', ({ ended }) => ended !== null)
    return { bytes: line.bytes(), ended: line.ended }
  } finally {
    line.socket.destroy()
  }
}

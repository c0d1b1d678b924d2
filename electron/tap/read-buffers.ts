/** Memory that is read into and given back when what was read has been written out: reading makes no garbage. */
export interface ReadBuffer {
  readonly bytes: Buffer
  /** For a write's callback. After a failed write the memory is left to the collector: the system may still hold it. */
  readonly release: (error?: Error | null) => void
}

const SIZE = 64 * 1024
const SPARE_AT_MOST = 64
const spare: ReadBuffer[] = []

export function takeReadBuffer(): ReadBuffer {
  return spare.pop() ?? newReadBuffer()
}

function newReadBuffer(): ReadBuffer {
  const buffer: ReadBuffer = {
    bytes: Buffer.allocUnsafeSlow(SIZE),
    release(error) {
      if (!error && spare.length < SPARE_AT_MOST) spare.push(buffer)
    },
  }
  return buffer
}

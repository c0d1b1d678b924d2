/** Memory that is read into and given back when what was read has been written out: reading makes no garbage. */
export interface ReadBuffer {
  readonly bytes: Buffer
  /** Something was read into it; `release` follows. */
  readonly taken: () => void
  /** For a write's callback. After a failed write the memory is left to the collector: the system may still hold it. */
  readonly release: (error?: Error | null) => void
}

/** Memory of somebody's own that a connection may read into. */
export interface ReadMemory {
  /** Where the next bytes are to go, after `lastRead` bytes were read into what it gave before; null for anywhere. */
  next(lastRead: number): ReadBuffer | null
  /** Nothing more is read. */
  close(): void
}

/** For what may be little, and for one read of many: the more is read at once, the less each byte costs. */
const SIZES = { small: 64 * 1024, large: 256 * 1024 } as const
const SPARE_AT_MOST = { small: 64, large: 24 } as const
/** A read of so many bytes is taken for one of many. */
const MANY = 32 * 1024
const spare: Record<keyof typeof SIZES, ReadBuffer[]> = { small: [], large: [] }

/** Memory for what comes after a read of `lastRead` bytes. */
export function takeReadBuffer(lastRead: number): ReadBuffer {
  const kind = lastRead >= MANY ? 'large' : 'small'
  return spare[kind].pop() ?? newReadBuffer(kind)
}

function newReadBuffer(kind: keyof typeof SIZES): ReadBuffer {
  const buffer: ReadBuffer = {
    bytes: Buffer.allocUnsafeSlow(SIZES[kind]),
    taken: () => {},
    release(error) {
      if (!error && spare[kind].length < SPARE_AT_MOST[kind]) spare[kind].push(buffer)
    },
  }
  return buffer
}

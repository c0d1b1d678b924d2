/** For what may be little, and for one read of many: the more is read at once, the less each byte costs. */
const SIZES = { small: 64 * 1024, large: 512 * 1024 } as const
const SPARE_AT_MOST = { small: 64, large: 24 } as const
/** A read of so many bytes is taken for one of many. */
const MANY = 32 * 1024
type Kind = keyof typeof SIZES
const spare: Record<Kind, ReadBuffer[]> = { small: [], large: [] }
/** Large ones that connections have: idle ones must not hold much. */
let largeTaken = 0
const LARGE_AT_MOST = 64

/** Memory that one connection reads into, again and again as long as what was read is out at once: reading makes no garbage, and what is near to the processor stays so. */
export class ReadBuffer {
  readonly bytes: Buffer
  readonly #kind: Kind
  #isRead = false
  #writes = 0
  #isLost = false

  constructor(kind: Kind) {
    this.#kind = kind
    this.bytes = Buffer.allocUnsafeSlow(SIZES[kind])
  }

  /** For memory to read into after a read of `lastRead` bytes. */
  static take(lastRead: number): ReadBuffer {
    const kind = lastRead >= MANY && largeTaken < LARGE_AT_MOST ? 'large' : 'small'
    const buffer = spare[kind].pop() ?? new ReadBuffer(kind)
    buffer.#isRead = true
    if (kind === 'large') largeTaken += 1
    return buffer
  }

  /** Whether it is as large as it should be after a read of `lastRead` bytes. */
  suits(lastRead: number): boolean {
    return lastRead >= MANY ? this.#kind === 'large' || largeTaken >= LARGE_AT_MOST : this.#kind === 'small'
  }
  /** Something that was read into it is being written; `written` follows. */
  writing(): void {
    this.#writes += 1
  }
  /** For that write's callback. After one that failed the memory is left to the collector: the system may still hold it. */
  readonly written = (error?: Error | null): void => {
    this.#writes -= 1
    this.#isLost ||= Boolean(error)
    this.#settle()
  }
  /** Nothing more is read into it. */
  leave(): void {
    if (!this.#isRead) return
    this.#isRead = false
    if (this.#kind === 'large') largeTaken -= 1
    this.#settle()
  }

  #settle(): void {
    if (this.#isRead || this.#writes > 0 || this.#isLost) return
    if (spare[this.#kind].length < SPARE_AT_MOST[this.#kind]) spare[this.#kind].push(this)
  }
}

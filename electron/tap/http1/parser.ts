import type { Framing } from './framing.ts'

/** The end of one message: what came after its head. */
export interface MessageEnd {
  /** Bytes of the body without chunk framing. */
  readonly body: number
  /** All bytes after the head. */
  readonly framed: number
  /** The trailer lines as sent, null where there were none. */
  readonly trailers: string | null
}

/** Hears one direction of a connection. Views are only good during the call. */
export interface MessageHandler {
  /** The first byte of a head. */
  begin(): void
  /** A whole head: its lines as latin1, without the empty line. `bytes` counts that line too. Says how the body is delimited. */
  head(text: string, bytes: number): Framing
  body(bytes: Uint8Array): void
  end(message: MessageEnd): void
  /** Once at most: from here on bytes are only counted. `head`: what came of a head that is not whole. */
  notUnderstood(reason: string, head: string): void
}

type State =
  | 'start'
  | 'head'
  | 'length'
  | 'until-close'
  | 'size'
  | 'extension'
  | 'data'
  | 'data-end'
  | 'trailers'
  | 'tunnel'
  | 'counting'
  | 'refused'

/** Nobody sends longer heads; Node's own bound is 16 kB. */
export const HEAD_AT_MOST = 1024 * 1024
const LF = 10
const CR = 13

/** Reads messages one after the other out of one direction of a connection, however the bytes are cut. */
export class MessageParser {
  #state: State = 'start'
  readonly #handler: MessageHandler
  /** Bytes of the stream before the chunk that is being read. */
  #before = 0
  /** Where in the stream the head begins that is being read. */
  #headFrom = 0
  #text = ''
  /** Length so far of the line that is being read, and whether it is one CR. */
  #line = 0
  #onlyReturn = false
  #left = 0
  #digits = 0
  #body = 0
  #bodyFrom = 0
  #trailers: string | null = null
  #total = 0
  #tunnelFrom = 0

  constructor(handler: MessageHandler) {
    this.#handler = handler
  }

  /** Bytes of the stream so far. */
  get total(): number {
    return this.#total
  }
  /** Up to where the stream holds no head that is not whole, and nothing refused. */
  get clear(): number {
    return this.#state === 'head' || this.#state === 'refused' ? this.#headFrom : this.#total
  }
  /** Bytes since the last head, while they are another protocol's or only counted. */
  get tunnelled(): number {
    return this.#total - this.#tunnelFrom
  }
  get counting(): boolean {
    return this.#state === 'counting'
  }
  /** In the midst of a message. */
  get within(): boolean {
    return (
      this.#state !== 'start' && this.#state !== 'tunnel' && this.#state !== 'counting' && this.#state !== 'refused'
    )
  }
  /** What is known of the message that is being read. */
  get sofar(): MessageEnd {
    return { body: this.#body, framed: Math.max(0, this.#total - this.#bodyFrom), trailers: null }
  }

  /** Takes the next bytes of the stream. Never throws. */
  push(chunk: Uint8Array): void {
    this.#before = this.#total
    this.#total += chunk.byteLength
    try {
      this.#read(Buffer.isBuffer(chunk) ? chunk : Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength))
    } catch (error) {
      // A bug of ours must not touch what is forwarded.
      this.stop(`Reading it failed: ${error instanceof Error ? error.message : String(error)}.`)
    }
  }

  /** The stream is over. True where no message is left half read. */
  finish(): boolean {
    if (this.#state === 'until-close') this.#end()
    return !this.within
  }

  /** What looked like another protocol was none: reads on, where nothing has come since. */
  untunnel(): void {
    if (this.#state !== 'tunnel') return
    if (this.tunnelled === 0) this.#state = 'start'
    else this.stop('Bytes followed a request for another protocol before its answer.')
  }

  /** Only counts from here on. */
  stop(reason: string): void {
    if (this.#state === 'counting') return
    const head = this.#state === 'head' ? this.#text : ''
    this.#text = ''
    this.#state = 'counting'
    this.#tunnelFrom = this.#total
    this.#handler.notUnderstood(reason, head)
  }

  #read(chunk: Buffer): void {
    let at = 0
    while (at < chunk.length) {
      switch (this.#state) {
        case 'start':
          // Empty lines before a message are nothing (RFC 9112 §2.2).
          while (at < chunk.length && (chunk[at] === CR || chunk[at] === LF)) at += 1
          if (at === chunk.length) return
          if (!isText(chunk[at] ?? 0)) return this.#notHttp(chunk, at)
          this.#state = 'head'
          this.#headFrom = this.#before + at
          this.#resetLine()
          this.#body = 0
          this.#bodyFrom = Number.POSITIVE_INFINITY
          this.#handler.begin()
          break
        case 'head':
          at = this.#readHead(chunk, at)
          break
        case 'length':
        case 'data': {
          const to = Math.min(chunk.length, at + this.#left)
          this.#piece(chunk, at, to)
          this.#left -= to - at
          at = to
          if (this.#left === 0) {
            if (this.#state === 'length') this.#end(at)
            else this.#state = 'data-end'
          }
          break
        }
        case 'until-close':
          this.#piece(chunk, at, chunk.length)
          return
        case 'size':
          at = this.#readSize(chunk, at)
          break
        case 'extension': {
          const end = chunk.indexOf(LF, at)
          if (end < 0) return
          at = end + 1
          this.#sized()
          break
        }
        case 'data-end': {
          const byte = chunk[at]
          at += 1
          if (byte === LF) this.#nextChunk()
          else if (byte !== CR || this.#onlyReturn) return this.stop('A chunk is longer than its size says.')
          else this.#onlyReturn = true
          break
        }
        case 'trailers':
          at = this.#readTrailers(chunk, at)
          break
        case 'tunnel':
        case 'counting':
        case 'refused':
          return
      }
    }
  }

  /** Whoever speaks something else (TLS, to the wrong address) is not held back until a line ends that has none. */
  #notHttp(chunk: Buffer, at: number): void {
    const first = (chunk[at] ?? 0).toString(16).padStart(2, '0')
    this.#handler.begin()
    this.#state = 'head'
    this.#text = chunk.toString('latin1', at, at + 1)
    this.#headFrom = this.#before + at
    this.#bodyFrom = Number.POSITIVE_INFINITY
    this.stop(`It is no HTTP: it begins with the byte 0x${first}${first === '16' ? ', as TLS does' : ''}.`)
  }

  #resetLine(): void {
    this.#line = 0
    this.#onlyReturn = false
  }

  /** Where the empty line ends that closes a block of lines, -1 where it has not come. */
  #emptyLine(chunk: Buffer, from: number): number {
    let start = from
    for (let end = chunk.indexOf(LF, start); end >= 0; end = chunk.indexOf(LF, start)) {
      const length = this.#line + end - start
      const empty = length === 0 || (length === 1 && (end > start ? chunk[end - 1] === CR : this.#onlyReturn))
      this.#resetLine()
      start = end + 1
      if (empty) return start
    }
    if (start < chunk.length) {
      this.#line += chunk.length - start
      this.#onlyReturn = this.#line === 1 && chunk[chunk.length - 1] === CR
    }
    return -1
  }

  #readHead(chunk: Buffer, from: number): number {
    const end = this.#emptyLine(chunk, from)
    const to = end < 0 ? chunk.length : end
    const bytes = this.#before + to - this.#headFrom
    if (bytes > HEAD_AT_MOST) {
      this.stop(`A head is longer than ${HEAD_AT_MOST} bytes.`)
      return chunk.length
    }
    this.#text += chunk.toString('latin1', from, to)
    if (end < 0) return chunk.length
    const text = withoutEmptyLine(this.#text)
    const framing = this.#handler.head(text, bytes)
    if (framing.kind === 'not-understood') {
      this.#text = text
      this.stop(framing.reason)
      return chunk.length
    }
    this.#text = ''
    this.#body = 0
    this.#bodyFrom = this.#before + end
    this.#trailers = null
    this.#left = framing.kind === 'length' ? framing.length : 0
    switch (framing.kind) {
      case 'length':
        this.#state = 'length'
        if (this.#left === 0) this.#end(end)
        break
      case 'chunked':
        this.#nextChunk()
        break
      case 'tunnel':
        this.#tunnelFrom = this.#bodyFrom
        this.#state = 'tunnel'
        break
      default:
        this.#state = framing.kind
    }
    return end
  }

  #nextChunk(): void {
    this.#state = 'size'
    this.#left = 0
    this.#digits = 0
    this.#onlyReturn = false
  }

  #readSize(chunk: Buffer, from: number): number {
    for (let at = from; at < chunk.length; at += 1) {
      const byte = chunk[at] ?? 0
      const digit = hexDigit(byte)
      if (digit >= 0 && !this.#onlyReturn) {
        this.#digits += 1
        this.#left = this.#left * 16 + digit
        if (this.#left <= Number.MAX_SAFE_INTEGER && this.#digits <= 64) continue
        this.stop('The size of a chunk is too large.')
        return chunk.length
      }
      if (this.#digits > 0 && byte === LF) {
        this.#sized()
        return at + 1
      }
      if (this.#digits > 0 && byte === CR && !this.#onlyReturn) {
        this.#onlyReturn = true
        continue
      }
      if (this.#digits > 0 && !this.#onlyReturn && (byte === 0x3b || byte === 0x20 || byte === 0x09)) {
        this.#state = 'extension'
        return at + 1
      }
      this.stop('The size of a chunk was not understood.')
      return chunk.length
    }
    return chunk.length
  }

  #sized(): void {
    this.#resetLine()
    this.#state = this.#left === 0 ? 'trailers' : 'data'
  }

  #readTrailers(chunk: Buffer, from: number): number {
    const end = this.#emptyLine(chunk, from)
    const to = end < 0 ? chunk.length : end
    this.#text += chunk.toString('latin1', from, to)
    if (this.#text.length > HEAD_AT_MOST) {
      this.stop(`Trailers are longer than ${HEAD_AT_MOST} bytes.`)
      return chunk.length
    }
    if (end < 0) return chunk.length
    const text = this.#text.replace(/(?:^|\r?\n)\r?\n$/, '')
    this.#trailers = text === '' ? null : text
    this.#text = ''
    this.#end(end)
    return end
  }

  #piece(chunk: Buffer, from: number, to: number): void {
    this.#body += to - from
    if (to > from) this.#handler.body(chunk.subarray(from, to))
  }

  /** `at`: where in the chunk the message ends; at the end of the stream where nothing is given. */
  #end(at?: number): void {
    const ended = at === undefined ? this.#total : this.#before + at
    this.#state = 'start'
    this.#handler.end({ body: this.#body, framed: ended - this.#bodyFrom, trailers: this.#trailers })
  }
}

/** No head begins with another byte; white space is left to whoever reads the line. */
const isText = (byte: number) => (byte >= 0x20 && byte < 0x7f) || byte === 0x09

/** A head without the ends of its last line and of the empty one. */
function withoutEmptyLine(text: string): string {
  let to = text.length
  for (let line = 0; line < 2; line += 1) {
    if (text.charCodeAt(to - 1) === LF) to -= 1
    if (text.charCodeAt(to - 1) === CR) to -= 1
  }
  return text.slice(0, to)
}

function hexDigit(byte: number): number {
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30
  const letter = byte | 0x20
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : -1
}

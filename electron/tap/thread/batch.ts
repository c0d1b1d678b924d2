import type { TapEvent, TapMessageBytes } from '../../../shared/raw-events.ts'
import { epochMs, monotonicMs } from '../../../shared/units.ts'
import type { Stretch } from './blocks.ts'

/**
 * What the tap's thread tells, many at once: numbers in one array and texts in one string, which cross to another thread in a fraction of what the same objects
 * would take. `null` is NaN; a text is its length, and follows in order. Written and read by the same build, so there is no version.
 */
export interface Batch {
  readonly numbers: Float64Array
  readonly text: string
  /** How many events and stretches there are. */
  readonly count: number
}

export interface BatchReader {
  event(event: TapEvent): void
  /** Bytes of an answer's body, in order. */
  stretch(request: number, stretch: Stretch): void
  /** Nothing more comes into that block. */
  filled(block: number): void
}

const CLOCK = 0
const START = 1
const HEAD = 2
const END = 3
const NOT_UNDERSTOOD = 4
const STRETCH = 5
const FILLED = 6
const SIDES = ['client', 'server', 'tap'] as const
const NONE = Number.NaN

export class BatchWriter {
  #numbers = new Float64Array(4096)
  #used = 0
  #text = ''
  count = 0

  event(event: TapEvent): void {
    this.#record()
    switch (event.kind) {
      case 'tap-clock':
        return this.#put(CLOCK, event.clock.epochMs, event.clock.monotonicMs)
      case 'tap-request-start': {
        const { request, at, connection, localPort, clientPort, ordinal, encrypted } = event
        this.#put(START, request, at, connection, localPort, clientPort, ordinal, Number(encrypted))
        return this.#texts(event.head, event.method, event.url)
      }
      case 'tap-response-head':
        this.#put(HEAD, event.request, event.at, event.status)
        return this.#texts(event.head)
      case 'tap-end': {
        const { request, at, firstByteAt, sentAt, abortedBy, answeredBy, upgraded } = event
        this.#put(END, request, at, firstByteAt, sentAt, abortedBy && SIDES.indexOf(abortedBy))
        this.#put(SIDES.indexOf(answeredBy), Number(upgraded), Number(event.received !== null))
        this.#message(event.sent)
        if (event.received) this.#message(event.received)
        return
      }
      case 'tap-not-understood':
        this.#put(NOT_UNDERSTOOD, event.request, event.connection, event.at, SIDES.indexOf(event.from))
        return this.#texts(event.reason)
    }
  }
  stretch(request: number, { block, offset, length }: Stretch): void {
    this.#record()
    this.#put(STRETCH, request, block, offset, length)
  }
  filled(block: number): void {
    this.#record()
    this.#put(FILLED, block)
  }

  /** All since the last one. */
  take(): Batch {
    const batch = { numbers: this.#numbers.slice(0, this.#used), text: this.#text, count: this.count }
    this.#used = 0
    this.#text = ''
    this.count = 0
    return batch
  }

  #record(): void {
    this.count += 1
    if (this.#numbers.length - this.#used > 64) return
    const larger = new Float64Array(this.#numbers.length * 2)
    larger.set(this.#numbers)
    this.#numbers = larger
  }
  #put(...values: (number | null)[]): void {
    for (let index = 0; index < values.length; index += 1) {
      this.#numbers[this.#used] = values[index] ?? NONE
      this.#used += 1
    }
  }
  #texts(...texts: (string | null)[]): void {
    for (const text of texts) {
      this.#put(text === null ? null : text.length)
      if (text !== null) this.#text += text
    }
  }
  #message({ head, body, framed, dropped, trailers }: TapMessageBytes): void {
    this.#put(head, body, framed, dropped)
    this.#texts(trailers)
  }
}

/** Tells `reader` all that is in `batch`. `shiftMs` is added to its times: how much later the thread's clock began than ours. */
export function readBatch({ numbers, text }: Batch, shiftMs: number, reader: BatchReader): void {
  let at = 0
  let textAt = 0
  const number = () => {
    const value = numbers[at] ?? NONE
    at += 1
    return value
  }
  const maybe = () => {
    const value = number()
    return Number.isNaN(value) ? null : value
  }
  const time = () => monotonicMs(number() + shiftMs)
  const maybeTime = () => {
    const value = maybe()
    return value === null ? null : monotonicMs(value + shiftMs)
  }
  const maybeText = () => {
    const length = maybe()
    if (length === null) return null
    textAt += length
    return text.slice(textAt - length, textAt)
  }
  const side = () => SIDES[number()] ?? 'tap'
  const message = (): TapMessageBytes => ({
    head: number(),
    body: number(),
    framed: number(),
    dropped: number(),
    trailers: maybeText(),
  })
  while (at < numbers.length) {
    const kind = number()
    switch (kind) {
      case CLOCK:
        reader.event({ kind: 'tap-clock', clock: { epochMs: epochMs(number()), monotonicMs: time() } })
        break
      case START:
        reader.event({
          kind: 'tap-request-start',
          request: number(),
          at: time(),
          connection: number(),
          localPort: maybe(),
          clientPort: maybe(),
          ordinal: number(),
          encrypted: number() === 1,
          head: maybeText() ?? '',
          method: maybeText(),
          url: maybeText(),
        })
        break
      case HEAD:
        reader.event({
          kind: 'tap-response-head',
          request: number(),
          at: time(),
          status: number(),
          head: maybeText() ?? '',
        })
        break
      case END: {
        const [request, endedAt, firstByteAt, sentAt] = [number(), time(), maybeTime(), maybeTime()]
        const by = maybe()
        const answeredBy = side() === 'tap' ? 'tap' : 'server'
        const upgraded = number() === 1
        const hasReceived = number() === 1
        reader.event({
          kind: 'tap-end',
          request,
          at: endedAt,
          firstByteAt,
          sentAt,
          abortedBy: by === null ? null : SIDES[by] === 'client' ? 'client' : 'server',
          answeredBy,
          upgraded,
          sent: message(),
          received: hasReceived ? message() : null,
        })
        break
      }
      case NOT_UNDERSTOOD:
        reader.event({
          kind: 'tap-not-understood',
          request: maybe(),
          connection: number(),
          at: time(),
          from: side() === 'client' ? 'client' : 'server',
          reason: maybeText() ?? '',
        })
        break
      case STRETCH:
        reader.stretch(number(), { block: number(), offset: number(), length: number() })
        break
      case FILLED:
        reader.filled(number())
        break
      default:
        throw new Error(`a batch holds ${kind}, which is no kind`)
    }
  }
}

import { Numbers } from '../../../shared/numbers.ts'
import type { TapEvent, TapMessageBytes } from '../../../shared/raw-events.ts'
import { epochMs, monotonicMs } from '../../../shared/units.ts'
import type { Stretch } from './blocks.ts'

/**
 * What the tap's thread tells, many at once: numbers in one array and texts in one string, which cross to another thread in a fraction of what the same objects
 * would take, and wait there in a fraction of their room. `null` is NaN; a text is its length, and follows in order. Written and read by the same build, so there is no version.
 */
export interface Batch {
  /** How many events there are, and what they are made of. */
  readonly events: number
  readonly numbers: Float64Array
  readonly text: string
  /** Where bodies lie, and which blocks are full: four numbers each. */
  readonly places: Float64Array
}

export interface PlaceReader {
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
const SIDES = ['client', 'server', 'tap'] as const
const NONE = Number.NaN

const PLACE = 4
const FILLED = -1

export class BatchWriter {
  readonly #numbers = new Numbers()
  readonly #places = new Numbers()
  #text = ''
  #events = 0

  /** Events and places since the last was taken. */
  get count(): number {
    return this.#events + this.#places.used / PLACE
  }

  event(event: TapEvent): void {
    this.#events += 1
    const numbers = this.#numbers
    switch (event.kind) {
      case 'tap-clock':
        numbers.put(CLOCK)
        numbers.put(event.clock.epochMs)
        return numbers.put(event.clock.monotonicMs)
      case 'tap-request-start':
        numbers.put(START)
        numbers.put(event.request)
        numbers.put(event.at)
        numbers.put(event.connection)
        numbers.put(event.localPort)
        numbers.put(event.clientPort)
        numbers.put(event.ordinal)
        numbers.put(Number(event.encrypted))
        this.#put(event.head)
        this.#put(event.method)
        return this.#put(event.url)
      case 'tap-response-head':
        numbers.put(HEAD)
        numbers.put(event.request)
        numbers.put(event.at)
        numbers.put(event.status)
        return this.#put(event.head)
      case 'tap-end':
        numbers.put(END)
        numbers.put(event.request)
        numbers.put(event.at)
        numbers.put(event.firstByteAt)
        numbers.put(event.sentAt)
        numbers.put(event.abortedBy && SIDES.indexOf(event.abortedBy))
        numbers.put(SIDES.indexOf(event.answeredBy))
        numbers.put(Number(event.upgraded))
        numbers.put(Number(event.received !== null))
        this.#message(event.sent)
        if (event.received) this.#message(event.received)
        return
      case 'tap-not-understood':
        numbers.put(NOT_UNDERSTOOD)
        numbers.put(event.request)
        numbers.put(event.connection)
        numbers.put(event.at)
        numbers.put(SIDES.indexOf(event.from))
        return this.#put(event.reason)
    }
  }
  stretch(request: number, { block, offset, length }: Stretch): void {
    this.#place(request, block, offset, length)
  }
  filled(block: number): void {
    this.#place(FILLED, block, 0, 0)
  }

  /** All since the last one. */
  take(): Batch {
    const batch = {
      events: this.#events,
      numbers: this.#numbers.take().slice(),
      text: this.#text,
      places: this.#places.take().slice(),
    }
    this.#events = 0
    this.#text = ''
    return batch
  }

  #place(request: number, block: number, offset: number, length: number): void {
    this.#places.put(request)
    this.#places.put(block)
    this.#places.put(offset)
    this.#places.put(length)
  }
  #put(text: string | null): void {
    this.#numbers.put(text === null ? null : text.length)
    if (text !== null) this.#text += text
  }
  #message({ head, body, framed, dropped, trailers }: TapMessageBytes): void {
    this.#numbers.put(head)
    this.#numbers.put(body)
    this.#numbers.put(framed)
    this.#numbers.put(dropped)
    this.#put(trailers)
  }
}

/** Tells `reader` where the bodies in `batch` lie; gives how many it told. */
export function readPlaces({ places }: Batch, reader: PlaceReader): number {
  for (let at = 0; at < places.length; at += PLACE) {
    const [request = FILLED, block = 0, offset = 0, length = 0] = places.subarray(at, at + PLACE)
    if (request === FILLED) reader.filled(block)
    else reader.stretch(request, { block, offset, length })
  }
  return places.length / PLACE
}

/** The events of `batch` one after the other, each made when it is asked for. `shiftMs` is added to their times: how much later the thread's clock began than ours. */
export function readEvents({ numbers, text }: Batch, shiftMs: number): () => TapEvent | null {
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
  return () => {
    if (at >= numbers.length) return null
    const kind = number()
    switch (kind) {
      case CLOCK:
        return { kind: 'tap-clock', clock: { epochMs: epochMs(number()), monotonicMs: time() } }
      case START:
        return {
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
        }
      case HEAD:
        return {
          kind: 'tap-response-head',
          request: number(),
          at: time(),
          status: number(),
          head: maybeText() ?? '',
        }
      case END: {
        const [request, endedAt, firstByteAt, sentAt] = [number(), time(), maybeTime(), maybeTime()]
        const by = maybe()
        const answeredBy = side() === 'tap' ? 'tap' : 'server'
        const upgraded = number() === 1
        const hasReceived = number() === 1
        return {
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
        }
      }
      case NOT_UNDERSTOOD:
        return {
          kind: 'tap-not-understood',
          request: maybe(),
          connection: number(),
          at: time(),
          from: side() === 'client' ? 'client' : 'server',
          reason: maybeText() ?? '',
        }
      default:
        throw new Error(`a batch holds ${kind}, which is no kind`)
    }
  }
}

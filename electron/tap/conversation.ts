import type { RequestNumber, TapEvent } from '../../shared/raw-events.ts'
import type { MonotonicMs } from '../../shared/units.ts'
import { requestHosts } from './hosts.ts'
import { type Framing, requestFraming, responseFraming } from './http1/framing.ts'
import { readRequestHead, readResponseHead } from './http1/head.ts'
import { MessageParser } from './http1/parser.ts'
import { endOf, type Live, newLive } from './live.ts'

/** Where what is overheard goes. */
export interface TapSink {
  event(event: TapEvent): void
  /** A piece of a message's body, in order. `bytes` is only good during the call. False where it was not kept: it is counted, and never waited for. */
  body(request: RequestNumber, part: 'request' | 'response', bytes: Uint8Array): boolean
}

export interface ConversationLink {
  readonly connection: number
  readonly localPort: number | null
  readonly clientPort: number | null
  readonly encrypted: boolean
}

export interface ConversationContext {
  readonly sink: TapSink
  /** Numbers the requests of the whole tap. */
  readonly nextNumber: () => RequestNumber
  readonly isOurHost: (host: string) => boolean
}

/** A page of our own in place of an answer, as sent. */
export interface OwnAnswer {
  readonly status: number
  readonly head: string
  readonly headBytes: number
  readonly bodyBytes: number
}

const UNASKED = 'The server sent an answer that no request asked for.'
const LONGER = 'The answer is longer than it says: bytes follow that no request asked for.'

/** What is overheard of one connection: both directions' messages in lockstep. Knows no socket; what it is told decides nothing about what is forwarded but `clear` and `refused`. */
export class Conversation {
  /** The host that a request was for which must not be forwarded. */
  refused: string | null = null
  readonly #link: ConversationLink
  readonly #context: ConversationContext
  readonly #requests: MessageParser
  readonly #answers: MessageParser
  /** Requests whose answers have not ended, in order. */
  readonly #waiting: Live[] = []
  /** The request whose body is on its way. */
  #sending: Live | null = null
  /** The request whose answer ended last. */
  #answered: RequestNumber | null = null
  #ordinal = 0
  #now: MonotonicMs
  #beginAt: { request: MonotonicMs; answer: MonotonicMs }
  #informational = false
  /** Something was not understood, and that was said. */
  #said = false
  /** Answers cannot be told apart any more. */
  #deaf = false
  /** The client ended its side within a request that was answered already. */
  #brokenOff = false

  constructor(link: ConversationLink, context: ConversationContext, now: MonotonicMs) {
    this.#link = link
    this.#context = context
    this.#now = now
    this.#beginAt = { request: now, answer: now }
    this.#requests = new MessageParser({
      begin: () => {
        this.#beginAt.request = this.#now
      },
      head: (text, bytes) => this.#requestHead(text, bytes),
      body: bytes => {
        const live = this.#sending
        if (live && !context.sink.body(live.number, 'request', bytes)) live.dropped.request += bytes.byteLength
      },
      end: message => {
        const live = this.#sending
        this.#sending = null
        if (!live) return
        live.sent = message
        live.sentAt = this.#now
        this.#finishWhole(live)
      },
      notUnderstood: (reason, head) => {
        if (head !== '' && !this.#deaf) {
          const reading = readRequestHead(head)
          const known = 'head' in reading ? reading.head : null
          this.#start(head, head.length, known?.method ?? null, known?.url ?? null)
        }
        this.#say('client', this.#sending?.number ?? null, reason)
        this.#sending = null
      },
    })
    this.#answers = new MessageParser({
      begin: () => {
        this.#beginAt.answer = this.#now
        if (this.#waiting.length > 0) return
        // What a server says of an upload that breaks off after its answer (Node: a 400) is nobody's answer, and no riddle.
        if (this.#brokenOff) this.#said = true
        // At their first byte: they may look like no head, and then nothing would end what is taken for one.
        const reason = this.#answered === null ? UNASKED : LONGER
        this.#say('server', this.#answered, reason)
        this.#answers.stop(reason)
      },
      head: (text, bytes) => this.#answerHead(text, bytes),
      body: bytes => {
        const live = this.#waiting[0]
        if (live && !context.sink.body(live.number, 'response', bytes)) live.dropped.response += bytes.byteLength
      },
      end: message => {
        if (this.#informational) return
        const live = this.#waiting.shift()
        if (!live) return
        live.received = message
        live.receivedAt = this.#now
        this.#answered = live.number
        this.#finishWhole(live)
      },
      notUnderstood: reason => {
        this.#deaf = true
        this.#say('server', this.#waiting[0]?.number ?? null, reason)
      },
    })
  }

  /** Up to where the client's bytes may be forwarded: what comes after is a head that is not whole, or refused. */
  get clear(): number {
    return this.#requests.clear
  }
  /** Whether the oldest request that is not answered asks for no body: a page of ours has none then. */
  get asksForHead(): boolean {
    return this.#waiting[0]?.method === 'HEAD'
  }
  /** Requests whose answers are outstanding; 0 where they cannot be told apart any more. */
  get outstanding(): number {
    return this.#deaf ? 0 : this.#waiting.length
  }

  fromClient(bytes: Uint8Array, at: MonotonicMs): void {
    this.#now = at
    this.#requests.push(bytes)
  }
  fromServer(bytes: Uint8Array, at: MonotonicMs): void {
    this.#now = at
    this.#answers.push(bytes)
  }
  /** The client sends nothing more; what the server sends still comes. */
  clientEnded(at: MonotonicMs): void {
    this.#now = at
    const live = this.#sending
    if (!live || this.#waiting.includes(live) || !this.#requests.within) return
    this.#brokenOff = true
    live.sent = this.#requests.sofar
    this.#sending = null
    this.#finish(live, 'client')
  }
  serverEnded(at: MonotonicMs): void {
    this.#now = at
    this.#answers.finish()
  }

  /** A page of ours answers the oldest request, and the connection ends with it: those behind get none. */
  answered(page: OwnAnswer, at: MonotonicMs): void {
    const live = this.#waiting.shift()
    if (!live) return
    this.#context.sink.event({
      kind: 'tap-response-head',
      request: live.number,
      at,
      status: page.status,
      head: page.head,
    })
    live.answer = { firstByteAt: at, head: page.headBytes }
    live.received = { body: page.bodyBytes, framed: page.bodyBytes, trailers: null }
    live.receivedAt = at
    live.answeredBy = 'tap'
    if (this.#sending === live) this.#sending = null
    this.#finish(live, null)
    for (const behind of this.#waiting.splice(0)) {
      behind.answeredBy = 'tap'
      if (this.#sending === behind) this.#sending = null
      this.#finish(behind, null)
    }
  }

  /** Both sides are gone; `by` is who went first. */
  closed(by: 'client' | 'server' | null, at: MonotonicMs): void {
    this.#now = at
    const live = [...this.#waiting]
    if (this.#sending && !live.includes(this.#sending)) live.unshift(this.#sending)
    for (const one of live) {
      const first = one === this.#waiting[0]
      if (one === this.#sending) one.sent ??= this.#requests.sofar
      if (one.upgraded) {
        one.sent = { body: 0, framed: this.#requests.tunnelled, trailers: null }
        one.received = { body: 0, framed: this.#answers.tunnelled, trailers: null }
      } else if (first && one.answer) {
        const { body, framed } = this.#answers.sofar
        one.received = { body, framed, trailers: null }
      }
      this.#finish(one, one.upgraded || this.#said ? null : by)
    }
    this.#waiting.length = 0
    this.#sending = null
  }

  #requestHead(text: string, bytes: number): Framing {
    const reading = readRequestHead(text)
    if ('reason' in reading) return { kind: 'not-understood', reason: reading.reason }
    const { head } = reading
    const framing = requestFraming(head)
    const foreign = requestHosts(head.method, head.url, head.host).find(host => !this.#context.isOurHost(host))
    if (foreign !== undefined) this.refused = foreign
    if (!this.#deaf && framing.kind !== 'not-understood') {
      const live = this.#start(text, bytes, head.method, head.url)
      // Whether it is another protocol is for the server to say.
      if (framing.kind === 'tunnel') this.#sending = null
      if (foreign !== undefined) live.sentAt = this.#now
    }
    return foreign === undefined ? framing : { kind: 'refused' }
  }

  #start(text: string, bytes: number, method: string | null, url: string | null): Live {
    const { connection, localPort, clientPort, encrypted } = this.#link
    const live = newLive(this.#context.nextNumber(), method, bytes, this.#now)
    this.#waiting.push(live)
    this.#sending = live
    this.#context.sink.event({
      kind: 'tap-request-start',
      request: live.number,
      at: this.#beginAt.request,
      connection,
      localPort,
      clientPort,
      ordinal: this.#ordinal,
      encrypted,
      head: text,
      method,
      url,
    })
    this.#ordinal += 1
    return live
  }

  #answerHead(text: string, bytes: number): Framing {
    const reading = readResponseHead(text)
    if ('reason' in reading) return { kind: 'not-understood', reason: reading.reason }
    const live = this.#waiting[0]
    if (!live) return { kind: 'not-understood', reason: UNASKED }
    const { head } = reading
    const framing = responseFraming(head, live.method)
    this.#informational = head.status < 200 && framing.kind !== 'tunnel'
    if (framing.kind === 'not-understood') return framing
    const at = this.#beginAt.answer
    this.#context.sink.event({ kind: 'tap-response-head', request: live.number, at, status: head.status, head: text })
    if (this.#informational) return framing
    live.answer = { firstByteAt: at, head: bytes }
    if (framing.kind === 'tunnel') live.upgraded = true
    else if (live.sent === null && this.#sending !== live) {
      // It asked for another protocol, and the server goes on with this one.
      live.sent = { body: 0, framed: 0, trailers: null }
      if (!this.#requests.counting) live.sentAt = live.headAt
      this.#requests.untunnel()
    }
    return framing
  }

  #finishWhole(live: Live): void {
    if (live.sent && live.received) this.#finish(live, null)
  }

  #finish(live: Live, abortedBy: 'client' | 'server' | null): void {
    this.#context.sink.event(endOf(live, abortedBy, this.#now))
  }

  #say(from: 'client' | 'server', request: RequestNumber | null, reason: string): void {
    if (this.#said) return
    this.#said = true
    const { connection } = this.#link
    this.#context.sink.event({ kind: 'tap-not-understood', request, connection, at: this.#now, from, reason })
  }
}

import type { Socket } from 'node:net'
import { TLSSocket } from 'node:tls'
import { type MonotonicMs, monotonicMs } from '../../shared/units.ts'
import { Conversation, type ConversationContext } from './conversation.ts'
import { isOutOfDescriptors } from './descriptors.ts'
import { Held } from './held.ts'
import { type Lookout, Rhythm } from './lookout.ts'
import { downPage, type Page, refusedPage } from './pages.ts'
import { openUpstream, readyEvent, type TapTarget } from './upstream.ts'

const now = (): MonotonicMs => monotonicMs(performance.now())

export interface ConnectionContext extends ConversationContext {
  /** For want of file descriptors there is no connection to the target. */
  readonly refused: () => void
  readonly lookout: Lookout
}

/** One connection of a client, and ours to the target: what comes in on one goes out on the other, as it is. */
export class TapConnection {
  readonly #client: Socket
  readonly #target: TapTarget
  readonly #context: ConnectionContext
  readonly #connection: number
  readonly #gone: () => void
  #upstream: Socket
  #ready = false
  /** The last try to connect failed, and why. */
  #down: string | null = null
  /** What the client sent before we were connected, and when its first byte came. */
  #early: Buffer[] = []
  #earlyAt: MonotonicMs | null = null
  #conversation: Conversation | null = null
  readonly #held = new Held()
  readonly #rhythm = new Rhythm()
  #clientEnded = false
  #refusing = false
  /** Nothing more is read from the server until the client has taken what there is. */
  #stopped = false
  #first: 'client' | 'server' | null = null
  #over = false

  constructor(client: Socket, connection: number, target: TapTarget, context: ConnectionContext, gone: () => void) {
    this.#client = client
    this.#connection = connection
    this.#target = target
    this.#context = context
    this.#gone = gone
    client.on('data', bytes => this.#fromClient(bytes))
    client.on('drain', () => {
      if (this.#stopped) this.#upstream.resume()
      this.#stopped = false
    })
    client.on('end', () => this.#clientEnd())
    client.on('error', () => this.#lost('client'))
    client.on('close', () => this.#closed('client'))
    this.#upstream = this.#connect()
  }

  destroy(): void {
    this.#client.destroy()
    this.#upstream.destroy()
  }

  #connect(): Socket {
    this.#down = null
    const upstream = openUpstream(this.#target, {
      take: (bytes, written) => this.#fromServer(bytes, written),
      isOut: () => this.#client.writableLength === 0,
    })
    upstream.once(readyEvent(this.#target), () => this.#connected())
    upstream.on('drain', () => this.#client.resume())
    upstream.on('end', () => this.#serverEnd())
    upstream.on('error', (error: NodeJS.ErrnoException) => {
      if (this.#ready) this.#lost('server')
      else this.#unreachable(error)
    })
    upstream.on('close', () => {
      if (this.#ready) this.#closed('server')
    })
    return upstream
  }

  #connected(): void {
    this.#ready = true
    const { remoteAddress, localPort } = this.#upstream
    this.#target.address = remoteAddress ?? null
    this.#target.down = null
    this.#conversation = this.#newConversation(localPort ?? null)
    this.#client.resume()
    const early = this.#early.splice(0)
    for (const bytes of early) this.#forward(bytes, this.#earlyAt ?? now())
    if (this.#clientEnded) this.#endUpstream()
  }

  #newConversation(localPort: number | null): Conversation {
    const clientPort = this.#client.remotePort ?? null
    const link = { connection: this.#connection, localPort, clientPort, encrypted: this.#target.secure }
    return new Conversation(link, this.#context, now())
  }

  #fromClient(bytes: Buffer): void {
    if (this.#ready) return this.#forward(bytes, now())
    // The rest of what a page of ours has answered already.
    if (this.#refusing) return
    this.#earlyAt ??= now()
    this.#early.push(bytes)
    if (this.#down !== null) {
      // A connection that was opened ahead, and is used now: the server may be there by now.
      this.#upstream = this.#connect()
    }
    this.#client.pause()
  }

  #forward(bytes: Buffer, at: MonotonicMs): void {
    const conversation = this.#conversation
    if (!conversation || this.#refusing) return
    conversation.fromClient(bytes, at)
    let flowing = true
    for (const piece of this.#held.take(bytes, conversation.clear)) flowing = this.#upstream.write(piece)
    if (!flowing && this.#upstream.writableLength > 0) this.#client.pause()
    if (this.#rhythm.came('client', at)) this.#context.lookout.stay()
    if (conversation.refused !== null) {
      this.#refusing = true
      this.#refuseWhenIdle()
    }
  }

  #fromServer(bytes: Buffer, written?: (error?: Error | null) => void): boolean {
    const client = this.#client
    if (client.writableEnded || client.destroyed) {
      written?.()
      return true
    }
    const below = client.write(bytes, written)
    const at = now()
    this.#conversation?.fromServer(bytes, at)
    if (this.#rhythm.came('server', at)) this.#context.lookout.stay()
    if (this.#refusing) this.#refuseWhenIdle()
    // Mostly the system has taken all of it at once: to stop reading then, and begin again, costs a turn of the loop for each piece.
    this.#stopped = !below && client.writableLength > 0
    return !this.#stopped
  }

  #clientEnd(): void {
    this.#first ??= 'client'
    this.#clientEnded = true
    if (this.#ready) this.#endUpstream()
    else if (this.#down !== null) this.#client.end()
  }

  #endUpstream(): void {
    if (this.#refusing) return
    this.#conversation?.clientEnded(now())
    // A head that is not whole is nobody's to hold back any more.
    for (const piece of this.#held.rest()) this.#upstream.write(piece)
    this.#upstream.end()
  }

  #serverEnd(): void {
    if (!this.#ready) return
    this.#first ??= 'server'
    this.#conversation?.serverEnded(now())
    this.#client.end()
  }

  /** A connection broke off: the other side hears it the same way, after what was sent before. */
  #lost(side: 'client' | 'server'): void {
    this.#first = side
    const other = side === 'client' ? this.#upstream : this.#client
    if (side === 'client' || other.writableLength === 0) reset(other)
    else other.once('drain', () => reset(other))
  }

  #closed(side: 'client' | 'server'): void {
    const client = this.#client
    const upstream = this.#upstream
    // Gone without an end: one that ended both ways in order leaves the other to do the same.
    if (side === 'client' && !upstream.destroyed && !(this.#clientEnded && client.writableFinished))
      this.#lost('client')
    if (side === 'client' && !this.#ready) upstream.destroy()
    if (this.#over || !client.destroyed || (this.#ready && !upstream.destroyed)) return
    this.#over = true
    this.#conversation?.closed(this.#first, now())
    this.#gone()
  }

  /** Only after the answers to what was asked before: a page of ours must not stand between. */
  #refuseWhenIdle(): void {
    const conversation = this.#conversation
    if (!conversation || conversation.outstanding > 1 || conversation.refused === null) return
    this.#answer(refusedPage(conversation.refused, this.#target.origin, !conversation.asksForHead))
  }

  #unreachable(error: NodeJS.ErrnoException): void {
    this.#target.address = null
    this.#down = error.code ?? error.message
    // That is no fault of the target's.
    if (isOutOfDescriptors(error)) this.#context.refused()
    else this.#target.down = this.#down
    // Nothing asked yet: whoever opened this connection ahead hears of it when it asks.
    if (this.#early.length === 0) {
      if (this.#clientEnded) this.#client.end()
      return
    }
    this.#conversation = this.#newConversation(null)
    for (const bytes of this.#early) this.#conversation.fromClient(bytes, this.#earlyAt ?? now())
    const { refused, asksForHead } = this.#conversation
    if (refused !== null) this.#answer(refusedPage(refused, this.#target.origin, !asksForHead))
    else this.#answer(downPage(this.#target.origin, inWords(error), !asksForHead))
  }

  #answer(page: Page): void {
    this.#conversation?.answered(page.told, now())
    this.#refusing = true
    // Reading on: a client that still sends would lose the page to a reset.
    this.#client.resume()
    this.#client.end(page.bytes)
    this.#upstream.destroy()
  }
}

function reset(socket: Socket): void {
  if (socket.destroyed) return
  // A half of TLS cannot be reset through Node; closing it is what is left.
  if (socket instanceof TLSSocket || socket.connecting) socket.destroy()
  else socket.resetAndDestroy()
}

function inWords(error: NodeJS.ErrnoException): string {
  switch (error.code) {
    case 'ECONNREFUSED':
      return 'nothing listens there'
    case 'ENOTFOUND':
      return 'its name leads nowhere'
    case 'ERR_SSL_WRONG_VERSION_NUMBER':
      return 'it speaks no TLS; its address may begin with http:'
    case 'EMFILE':
    case 'ENFILE':
      return 'Propscope has no file descriptor left; start it again after “ulimit -n 8192”'
    case 'ETIMEDOUT':
      return 'it took too long to connect'
    default:
      return error.message === '' ? (error.code ?? 'the connection failed') : error.message
  }
}

import { randomBytes } from 'node:crypto'
import { createServer, type Server, type Socket } from 'node:net'
import { join } from 'node:path'
import type { Duplex } from 'node:stream'
import { fail, type Result } from '../../shared/problem.ts'
import {
  AGENT_PROTOCOL,
  type AgentCommand,
  FRAME,
  type HelloEvent,
  type RequestEvent,
  type StatsEvent,
} from '../../shared/raw-events.ts'
import { makeScratch } from '../scratch/scratch.ts'
import { parseBrief, parseEvents } from './events.ts'
import { createFrameReader, encodeFrame } from './frames.ts'
import type { AgentLink, Pipe, PipeSink } from './link.ts'
import { createReadsAsked } from './reads-asked.ts'
import { makeRingFile, type RingFile } from './ring-file.ts'

export interface Expected {
  readonly ring: RingFile | null
  readonly sinkFor: (hello: HelloEvent) => PipeSink
  arrived(result: Result<AgentLink>): void
}

/** How long a connection may stay silent before it has said hello. */
const HELLO_MS = 5000
/** So often the ring is looked into, and so long after the agent has said something. */
const LOOK_EVERY_MS = 10
const LOOK_MS = 1000
/** Where that many looks have found something, with few in vain between them, the server is under load: each look then takes a processor from it, and the pause is longer. */
const LOAD_LOOKS = 10
const VAIN_LOOKS = 3
const GATHER_MS = 60
/** Found at once, in bytes: where more comes the ring would be full before the longer pause is over. */
const MUCH = 512 * 1024

/** Where a local socket may be made, in `folder` where the system has such sockets in its files. */
export const pipePath = (folder: string) =>
  process.platform === 'win32' ? `\\\\.\\pipe\\propscope-${randomBytes(16).toString('hex')}` : join(folder, 'pipe')

/** Opens the local socket, at `at` or in a folder of its own that only this user can enter. Throws where the socket cannot be made. */
export async function openPipe(at: string | null = null): Promise<Pipe> {
  const expected = new Map<string, Expected>()
  /** Those that any number of agents may present. */
  const standing = new Map<string, Expected>()
  const sockets = new Set<Socket>()
  const timers = new Set<NodeJS.Timeout>()
  const scratch = process.platform === 'win32' || at !== null ? null : await makeScratch('pipe')
  const path = at ?? pipePath(scratch?.path ?? '')
  const server = createServer(socket => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
    receive(socket, secret => {
      const found = expected.get(secret) ?? standing.get(secret) ?? null
      expected.delete(secret)
      return found
    })
  })
  await listen(server, path)

  return {
    path,
    expect(secret, sinkFor, timeoutMs) {
      const ring = makeRingFile()
      const settings = { socketPath: path, secret, ring: ring?.options ?? null }
      const link = new Promise<Result<AgentLink>>(resolve => {
        const timer = setTimeout(() => {
          timers.delete(timer)
          expected.delete(secret)
          ring?.close()
          resolve(
            fail(
              'pipe-failed',
              `The agent was put into the server but did not connect back within ${timeoutMs} ms (${path}).`,
              'Check that the server runs on this machine and may open local sockets, then try again.',
            ),
          )
        }, timeoutMs)
        timers.add(timer)
        expected.set(secret, {
          ring,
          sinkFor,
          arrived(result) {
            clearTimeout(timer)
            timers.delete(timer)
            resolve(result)
          },
        })
      })
      return { settings, link }
    },
    welcome(secret, sinkFor, onLink) {
      standing.set(secret, {
        ring: null,
        sinkFor,
        arrived(result) {
          if (result.ok) onLink(result.value)
        },
      })
    },
    async close() {
      for (const socket of sockets) socket.destroy()
      await new Promise<void>(resolve => server.close(() => resolve()))
      for (const timer of timers) clearTimeout(timer)
      for (const { ring } of expected.values()) ring?.close()
      await scratch?.remove()
    },
  }
}

function listen(server: Server, path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(path, () => {
      server.off('error', reject)
      resolve()
    })
  })
}

/** Reads one connection: first a hello with a secret that somebody waits for, then events for its sink. */
export function receive(socket: Duplex, claim: (secret: string) => Expected | null): void {
  let sink: PipeSink | null = null
  let ring: RingFile | null = null
  let looking: NodeJS.Timeout | null = null
  let spokenAt = 0
  const closed = new Promise<void>(resolve => socket.once('close', () => resolve()))
  const silence = setTimeout(() => socket.destroy(), HELLO_MS)
  socket.once('close', () => clearTimeout(silence))
  socket.on('error', () => socket.destroy())

  const send = (command: AgentCommand) => {
    if (!socket.destroyed) socket.write(encodeFrame(FRAME.command, Buffer.from(JSON.stringify(command))))
  }
  const reads = createReadsAsked(send)
  function greet(hello: HelloEvent): void {
    const waiting = claim(hello.secret)
    if (!waiting) return void socket.destroy()
    clearTimeout(silence)
    ring = waiting.ring
    // It has it open by now, or cannot have it.
    ring?.hide()
    if (hello.protocol !== AGENT_PROTOCOL) {
      socket.destroy()
      return waiting.arrived(
        fail(
          'pipe-failed',
          `The agent in process ${hello.pid} speaks protocol ${hello.protocol}, this Propscope speaks ${AGENT_PROTOCOL}.`,
          'Close the other Propscope that is attached to this server, then attach again.',
        ),
      )
    }
    const to = waiting.sinkFor(hello)
    sink = to
    socket.once('close', () => to.closed?.())
    socket.once('close', reads.close)
    send({ kind: 'welcome' })
    waiting.arrived({ ok: true, value: { hello, send, askReads: reads.ask, closed, close: () => socket.destroy() } })
  }

  function take(type: number, payload: Buffer): void {
    if (type === FRAME.body && sink && payload.length >= 4) {
      return sink.body(payload.readUInt32BE(0), Buffer.from(payload.subarray(4)))
    }
    if (type !== FRAME.events && type !== FRAME.brief) return
    const events = type === FRAME.brief ? parseBrief(payload) : parseEvents(payload)
    const hello = events.find(event => event.kind === 'hello')
    if (hello && !sink) greet(hello)
    const told: (RequestEvent | StatsEvent)[] = []
    for (const event of events) {
      if (event.kind === 'hello') continue
      if (event.kind === 'reads-expected' || event.kind === 'props-read') reads.heard(event)
      else told.push(event)
    }
    sink?.events(told)
  }
  /** What is heard of somebody who is not our agent, or no longer, ends it: an agent that loses its pipe takes itself out. */
  function trust(work: () => void): void {
    try {
      work()
    } catch {
      socket.destroy()
    }
  }
  const fromSocket = createFrameReader(take)
  const fromRing = createFrameReader(take)
  let found = 0
  let vain = 0
  function lookIntoRing(): void {
    const bytes = ring?.fetch()
    vain = bytes ? 0 : vain + 1
    if (bytes) found += 1
    if (vain >= VAIN_LOOKS || (bytes && bytes.length > MUCH)) found = 0
    if (bytes) fromRing.push(bytes)
  }
  /** The agent says something over the socket at least every quarter of a second while it leaves anything in the ring. */
  function goOnLooking(): void {
    if (looking || !ring || socket.destroyed) return
    looking = setTimeout(
      () => {
        looking = null
        trust(lookIntoRing)
        if (performance.now() - spokenAt < LOOK_MS) goOnLooking()
      },
      found < LOAD_LOOKS ? LOOK_EVERY_MS : GATHER_MS,
    )
    looking.unref()
  }
  socket.on('data', chunk => {
    spokenAt = performance.now()
    trust(() => {
      fromSocket.push(chunk)
      lookIntoRing()
    })
    goOnLooking()
  })
  socket.prependOnceListener('close', () => {
    if (looking) clearTimeout(looking)
    // What it left there before it went.
    trust(lookIntoRing)
    ring?.close()
  })
}

import { AGENT_PROTOCOL, type AgentCommand, FRAME, type HelloEvent, type StatsEvent } from '../../shared/raw-events.ts'
import { readBothClocks } from '../../shared/units.ts'
import type { Guest } from './guest.ts'
import type { NodeModules } from './node.ts'
import { bindingWire, type Wire } from './outbox/binding-wire.ts'
import { createBodyBudget } from './outbox/body-budget.ts'
import { createOutbox, type Outbox } from './outbox/outbox.ts'
import { openRing, type RingOptions } from './outbox/ring.ts'
import { sendOver } from './outbox/send.ts'
import type { ServerWatch } from './server.ts'

/** One Propscope that listens to this server. */
export interface Client {
  readonly outbox: Outbox
  /** False while it is paused, and before it has welcomed us. */
  readonly capturing: boolean
  close(): void
}

export interface ClientOptions {
  readonly socketPath: string
  readonly secret: string
  /** null: bodies go over the socket. */
  readonly ring: RingOptions | null
  /** Of the CDP binding to speak by, where no socket can be reached; `socketPath` means nothing then. */
  readonly binding?: string
  /** Where the process was started by Propscope: what is known from inside, and no welcome is waited for. */
  readonly launched?: HelloEvent['launched']
}

/** Over the inspector's connection, which costs the server much more for each byte. */
const SLOW_AT_MOST = 1024 * 1024
const COMMAND_AT_MOST = 64 * 1024

export function connectClient(
  node: NodeModules,
  guest: Guest,
  options: ClientOptions,
  watch: Pick<ServerWatch, 'requests' | 'settle' | 'expectReads'>,
  onGone: (client: Client) => void,
): Client {
  const launched = options.launched ?? null
  let capturing = launched !== null
  let gone = false
  const socket: Wire =
    options.binding === undefined ? node.net.connect(options.socketPath) : bindingWire(options.binding)
  socket.unref()
  const clock = () => readBothClocks(Date.now, () => performance.now())
  const stats = (droppedEvents: number, droppedBytes: number): StatsEvent => ({
    kind: 'stats',
    clock: clock(),
    requests: watch.requests,
    droppedEvents,
    droppedBytes,
    agentMs: guest.spentMs,
    longestMs: guest.takeLongestMs(),
    faults: guest.faults,
    lastFault: guest.lastFault,
  })
  const ring = options.ring && openRing(node.fs, options.ring)
  const outbox = createOutbox(
    sendOver(socket, node.fs),
    ring,
    stats,
    work => guest.do(work),
    createBodyBudget(),
    options.binding === undefined ? undefined : SLOW_AT_MOST,
  )
  const client: Client = {
    outbox,
    get capturing() {
      return capturing
    },
    close,
  }

  function close(): void {
    if (gone) return
    gone = true
    capturing = false
    outbox.close()
    socket.destroy()
    onGone(client)
  }

  function obey(command: AgentCommand): void {
    switch (command.kind) {
      case 'welcome':
        capturing = true
        return
      case 'capture':
        capturing = command.on
        return
      case 'bodies':
        return outbox.everyBody(command.every)
      case 'close-inspector':
        // Never in the turn of an evaluation, and never while a debugger is connected: that would hold the server for good.
        setImmediate(() => guest.do(() => node.inspector.close()))
        return
      case 'expect-reads':
        return watch.expectReads(client, command)
      case 'detach':
        // What was seen so far is still handed over; the other side closes if that takes too long.
        watch.settle()
        capturing = false
        return outbox.finish(() => socket.end())
    }
  }

  let pending = Buffer.alloc(0)
  socket.on('data', chunk =>
    guest.do(() => {
      pending = Buffer.concat([pending, chunk])
      while (pending.length >= 5) {
        const length = pending.readUInt32BE(0)
        if (length > COMMAND_AT_MOST) return close()
        if (pending.length < 4 + length) return
        const type = pending.readUInt8(4)
        const payload = pending.subarray(5, 4 + length)
        pending = pending.subarray(4 + length)
        if (type === FRAME.command) obey(JSON.parse(payload.toString('utf8')) as AgentCommand)
      }
    }),
  )
  socket.on('error', () => guest.do(close))
  socket.on('close', () => guest.do(close))

  outbox.greet({
    kind: 'hello',
    secret: options.secret,
    protocol: AGENT_PROTOCOL,
    pid: process.pid,
    nodeVersion: process.version,
    nextVersion: /^next-server \(v([^)]+)\)/.exec(process.title)?.[1] ?? launched?.nextVersion ?? null,
    mode: process.env.NODE_ENV === 'production' ? 'start' : 'dev',
    cwd: process.cwd(),
    inspectorUrl: node.inspector.url() ?? null,
    clock: clock(),
    launched,
  })
  return client
}

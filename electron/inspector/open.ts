import { setTimeout as delay } from 'node:timers/promises'
import { fail, ok, type Result } from '../../shared/problem.ts'
import { assertNever } from '../../shared/units.ts'
import { closeInspectorFromInside } from './close-from-inside.ts'
import { createMarks, type Marks } from './marks.ts'
import { type InspectorAddress, type ProbedInspector, probeInspector } from './probe.ts'
import { connectInspector, type InspectorSession } from './session.ts'

/** A socket that accepts connections. */
export interface ListeningPort {
  readonly port: number
  /** As bound: `127.0.0.1`, `::1`, `0.0.0.0`, `::`, or another address of this machine. */
  readonly address: string
}

/** What `SIGUSR1` would do to a process: open its inspector, nothing, or end it. */
export type SignalEffect = 'caught' | 'ignored' | 'deadly' | 'unknown'

export interface PortHolder {
  /** null where it cannot be told: another user's process, or one in a container. */
  readonly pid: number | null
  readonly command: string | null
}

/** What must be known of a machine to open an inspector on it; `servers/` has it for each platform. */
export interface Machine {
  readonly platform: NodeJS.Platform
  isAlive(pid: number): boolean
  /** When a process started, in any notation; null where it cannot be told. */
  startOf(pid: number): string | null
  listening(pid: number): Promise<readonly ListeningPort[]>
  /** Who listens on `port` of this machine; null where nobody does. */
  holder(port: number): Promise<PortHolder | null>
  signalEffect(pid: number): Promise<SignalEffect>
  /** Whether anybody is connected to a port; null where it cannot be told. */
  hasClients(port: number): Promise<boolean | null>
}

/** The process to get into; it has been recognised as a Next server of this user. */
export interface Goal {
  readonly pid: number
  /** The pid that the process itself knows; another one inside a container. */
  readonly pidInside: number
  /** Its HTTP port, never probed: a probe would be a request to somebody's site. */
  readonly httpPort: number
  /** Where a signal opens the inspector: 9229, unless the process was started with `--inspect-port`. */
  readonly inspectPort: number
  /** Other ports where an inspector is said to listen already. */
  readonly statedPorts: readonly number[]
}

export interface OpenInspector {
  readonly session: InspectorSession
  readonly address: InspectorAddress
  /** We opened it, so it is ours to have closed. */
  readonly openedByUs: boolean
}

const times = {
  /** How long another attach may hold the port; one takes 20 to 50 ms. */
  portTakenMs: 3000,
  /** A server that compiles in one long run of its thread answers late. */
  openMs: 5000,
  commandMs: 5000,
  probeMs: 500,
  pollMs: 6,
  /** By then a signal has been answered, unless an inspector was open all along on a port that we did not know. */
  strangePortMs: 400,
}

/**
 * Opens the inspector of a running process and connects to it, having checked that the process at the other end is the one meant.
 * An inspector that is open already is used as it is. Problems: `process-gone`, `signal-refused`, `inspector-port-taken`,
 * `inspector-timeout`, `inspector-refused`, `other-user`.
 */
export async function openInspector(goal: Goal, machine: Machine): Promise<Result<OpenInspector>> {
  const before = await machine.listening(goal.pid)
  const known = new Set([goal.inspectPort, ...goal.statedPorts])
  const open = await probeAny(candidates(before, goal).filter(at => known.has(at.port)))
  const marks = createMarks(machine.startOf)
  if (open) {
    const isForgotten = await marks.has(goal.pid)
    const entered = await enter(goal, open, isForgotten, machine.platform)
    if (isForgotten && entered.ok) await marks.clear(goal.pid)
    return entered
  }

  const safe = await checkSignal(goal, machine)
  if (!safe.ok) return safe
  const free = goal.inspectPort === 0 ? ok(null) : await waitForFreePort(goal, machine, marks)
  if (!free.ok) {
    // An inspector on a port that nothing names is the last hope: these may be sockets of the server's own, so they are asked last.
    const strange = await probeAny(candidates(await machine.listening(goal.pid), goal))
    return strange ? enter(goal, strange, false, machine.platform) : free
  }
  await marks.set(goal.pid)
  const sent = sendSignal(goal.pid, machine.platform)
  const found = sent.ok ? await waitForInspector(goal, machine, before) : sent
  if (!found.ok) {
    // A process that was only slow keeps its mark: its inspector may open yet.
    if (found.problem.code !== 'inspector-timeout') await marks.clear(goal.pid)
    return found
  }
  const entered = await enter(goal, found.value, found.value.openedByUs, machine.platform)
  await marks.clear(goal.pid)
  return entered
}

/** A Propscope died between its signal and its first word to this process. */
async function closeForgotten(pid: number, port: number, marks: Marks): Promise<void> {
  const address = { host: '127.0.0.1', port }
  const inspector = await probeInspector(address, times.probeMs)
  const goal = { pid, pidInside: pid, httpPort: 0, inspectPort: port, statedPorts: [] }
  const entered = inspector && (await enter(goal, { address, inspector }, true, 'linux'))
  if (entered?.ok) await entered.value.session.disconnect()
  await marks.clear(pid)
}

interface Found {
  readonly address: InspectorAddress
  readonly inspector: ProbedInspector
}

async function enter(
  goal: Goal,
  found: Found,
  openedByUs: boolean,
  platform: NodeJS.Platform,
): Promise<Result<OpenInspector>> {
  const { address, inspector } = found
  const whose = `pid ${goal.pid}, port ${address.port}`
  const connected = await connectInspector(inspector.url, { timeoutMs: times.commandMs, whose })
  if (!connected.ok) return connected
  const session = connected.value
  const pid = await session.pid()
  if (pid.ok && (pid.value === goal.pidInside || pid.value === goal.pid)) {
    // Should we die from here on, the process closes by itself what we opened. Only Linux lets it see that we are gone.
    if (openedByUs && platform === 'linux') await session.evaluate(closeInspectorFromInside)
    return ok({ session, address, openedByUs })
  }
  await session.disconnect()
  if (!pid.ok) return pid
  return fail(
    'inspector-port-taken',
    `Port ${address.port} was to be the inspector of pid ${goal.pid}, but pid ${pid.value} answers on it.`,
    'Close the debugger that was started meanwhile, then attach again.',
  )
}

async function checkSignal(goal: Goal, machine: Machine): Promise<Result<null>> {
  if (!machine.isAlive(goal.pid)) return processGone(goal.pid)
  const effect = await machine.signalEffect(goal.pid)
  switch (effect) {
    case 'caught':
    case 'unknown':
      return ok(null)
    case 'ignored':
    case 'deadly':
      // Where the process went away while we looked, that is the news.
      if (!machine.isAlive(goal.pid)) return processGone(goal.pid)
      return fail(
        'signal-refused',
        effect === 'deadly'
          ? `Pid ${goal.pid} does not handle SIGUSR1, the signal that opens its inspector: sending it would end the server.`
          : `Pid ${goal.pid} ignores SIGUSR1, the signal that opens its inspector.`,
        'Restart the server without --disable-sigusr1, or with NODE_OPTIONS=--inspect=0, then attach again.',
      )
    default:
      return assertNever(effect)
  }
}

async function waitForFreePort(goal: Goal, machine: Machine, marks: Marks): Promise<Result<null>> {
  const until = Date.now() + times.portTakenMs
  for (;;) {
    const holder = await machine.holder(goal.inspectPort)
    if (!holder || holder.pid === goal.pid) return ok(null)
    if (holder.pid !== null && (await marks.has(holder.pid))) await closeForgotten(holder.pid, goal.inspectPort, marks)
    if (Date.now() >= until) {
      const stop = holder.pid === null ? 'what listens there' : `pid ${holder.pid}`
      return fail(
        'inspector-port-taken',
        `Port ${goal.inspectPort}, where the inspector of pid ${goal.pid} would open, is held by ${nameOf(holder)}.`,
        `Stop ${stop}, or the debugger in it, then attach again; or restart the server with NODE_OPTIONS=--inspect=0.`,
      )
    }
    if (!machine.isAlive(goal.pid)) return processGone(goal.pid)
    await delay(25)
  }
}

function sendSignal(pid: number, platform: NodeJS.Platform): Result<null> {
  try {
    // What `process._debugProcess` does on POSIX. Windows knows no signals; there it starts a thread in the process.
    if (platform === 'win32') (process as unknown as { _debugProcess(pid: number): void })._debugProcess(pid)
    else process.kill(pid, 'SIGUSR1')
    return ok(null)
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    if (code === 'ESRCH') return processGone(pid)
    if (code === 'EPERM')
      return fail(
        'other-user',
        `Pid ${pid} belongs to another user, and may not be signalled.`,
        'Start Propscope as the user who runs the server.',
      )
    return fail(
      'signal-refused',
      `The signal that opens the inspector of pid ${pid} could not be sent: ${message}.`,
      'Restart the server with NODE_OPTIONS=--inspect=0, then attach again.',
    )
  }
}

function nameOf({ pid, command }: PortHolder): string {
  if (pid === null) return 'a process whose pid cannot be told'
  return command === null ? `pid ${pid}` : `pid ${pid} (${command})`
}

async function waitForInspector(
  goal: Goal,
  machine: Machine,
  before: readonly ListeningPort[],
): Promise<Result<Found & { openedByUs: boolean }>> {
  const begun = Date.now()
  const heldBefore = new Set(before.map(at => at.port))
  for (;;) {
    const fresh = (at: InspectorAddress) => !heldBefore.has(at.port)
    const expected = goal.inspectPort !== 0 && { host: '127.0.0.1', port: goal.inspectPort }
    const now = expected ? [expected] : candidates(await machine.listening(goal.pid), goal).filter(fresh)
    const found = await probeAny(now)
    if (found) return ok({ ...found, openedByUs: true })
    if (!machine.isAlive(goal.pid)) return processGone(goal.pid)

    const waited = Date.now() - begun
    if (waited > times.strangePortMs) {
      const strange = await probeAny(candidates(await machine.listening(goal.pid), goal))
      if (strange) return ok({ ...strange, openedByUs: fresh(strange.address) })
    }
    if (waited > times.openMs) return timedOut(goal, machine)
    await delay(waited > times.strangePortMs ? 100 : times.pollMs)
  }
}

async function timedOut(goal: Goal, machine: Machine): Promise<Result<never>> {
  const holder = await machine.holder(goal.inspectPort)
  if (holder && holder.pid !== goal.pid)
    return fail(
      'inspector-port-taken',
      `Port ${goal.inspectPort} was taken by ${nameOf(holder)} before pid ${goal.pid} could open its inspector there.`,
      'Attach again.',
    )
  return fail(
    'inspector-timeout',
    `Pid ${goal.pid} was asked to open its inspector on port ${goal.inspectPort} and did not within ${times.openMs / 1000} s.`,
    'The server may be busy, stopped (SIGSTOP), or use SIGUSR1 for itself: try again when it answers requests, or restart it with NODE_OPTIONS=--inspect=0.',
  )
}

/** Where an inspector of the process may listen: on a loopback address or on all, but never where it serves HTTP. */
function candidates(ports: readonly ListeningPort[], goal: Goal): InspectorAddress[] {
  return ports
    .filter(({ port }) => port !== goal.httpPort)
    .map(({ port, address }) => ({ port, host: reachableAt(address) }))
}

/** Bound to all addresses it is reached over the loopback. */
function reachableAt(address: string): string {
  return address === '0.0.0.0' || address === '::' ? '127.0.0.1' : address
}

async function probeAny(addresses: readonly InspectorAddress[]): Promise<Found | null> {
  const probed = await Promise.all(
    addresses.map(async address => ({ address, inspector: await probeInspector(address, times.probeMs) })),
  )
  for (const { address, inspector } of probed) if (inspector) return { address, inspector }
  return null
}

export type Failure = Extract<Result<never>, { readonly ok: false }>

/** @param detail what was seen of it, where that looked like another failure at first */
export function processGone(pid: number, detail: string | null = null): Failure {
  const message = `Pid ${pid} is gone: the server ended.`
  return {
    ok: false,
    problem: { code: 'process-gone', message, next: 'Start the server again, then attach to it.', detail },
  }
}

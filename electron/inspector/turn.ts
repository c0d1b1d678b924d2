import { unlink } from 'node:fs/promises'
import { connect, createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'

/**
 * One attach at a time. All inspectors that a signal opens want port 9229, and an inspector that one Propscope closes while another
 * Propscope is connected to it stops the server for good; so attaches take turns, in this process and among all Propscopes of this user.
 */
export interface Turn {
  release(): void
}

let last: Promise<void> = Promise.resolve()

/**
 * Waits for the turn. After `waitMs` behind *another process* it is given all the same: a Propscope that hangs must not lock everybody out,
 * and the checks in `open.ts` still hold.
 */
export async function takeTurn(waitMs = 5000, name = lockName()): Promise<Turn> {
  let release: () => void = () => {}
  const before = last
  last = new Promise<void>(resolve => {
    release = resolve
  })
  await before
  const lock = await lockAmongProcesses(name, waitMs)
  return {
    release() {
      lock?.close()
      release()
    },
  }
}

/** A name that the system itself lets go when its holder dies (abstract socket, named pipe); elsewhere a socket file. */
function lockName(): string {
  const user = process.geteuid?.() ?? process.env['USERNAME'] ?? 'user'
  if (process.platform === 'linux') return `\0propscope-attach-${user}`
  if (process.platform === 'win32') return `\\\\.\\pipe\\propscope-attach-${user}`
  return join(tmpdir(), `propscope-attach-${user}.sock`)
}

async function lockAmongProcesses(name: string, waitMs: number): Promise<Server | null> {
  const until = Date.now() + waitMs
  for (;;) {
    const held = await hold(name)
    if (held !== 'taken') return held
    if (Date.now() > until) return null
    await removeDeadSocket(name)
    await delay(10)
  }
}

/** null: this system knows no such names; then there is no lock among processes. */
function hold(name: string): Promise<Server | 'taken' | null> {
  return new Promise(resolve => {
    const server = createServer(socket => socket.destroy())
    server.unref()
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code === 'EADDRINUSE' ? 'taken' : null))
    server.listen(name, () => resolve(server))
  })
}

/** A socket file stays behind where its holder was killed; nobody answers on it. */
async function removeDeadSocket(name: string): Promise<void> {
  if (!name.startsWith('/')) return
  const dead = await new Promise<boolean>(resolve => {
    const socket = connect(name)
    socket.once('connect', () => resolve(false))
    socket.once('error', (error: NodeJS.ErrnoException) => resolve(error.code === 'ECONNREFUSED'))
    socket.once('close', () => socket.destroy())
  })
  if (dead) await unlink(name).catch(() => {})
}

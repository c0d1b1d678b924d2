import { connect } from 'node:net'
import type { ListeningPort } from '../inspector/open.ts'
import { waysTo } from '../tap/loopback.ts'
import type { System } from './system.ts'

/**
 * macOS and Windows, through ps-list (`ps`, a helper program) and pid-port (`netstat`). NOT TRIED on either: it was written where only
 * Linux is, and type-checked and run on Linux as far as that goes. What these libraries do not tell is null: the working
 * folder (so project and name come from the command line alone), environment, and which signals a process catches.
 */
export function createPortableSystem(platform: NodeJS.Platform = process.platform): System {
  const user = process.geteuid?.() ?? null

  // Loaded when asked for: on Linux nobody does, and both bring a good deal with them.
  const ports = () => import('pid-port')
  const list = async () => (await import('ps-list')).default().catch(() => [])

  async function portsByPid(): Promise<Map<number, ListeningPort[]>> {
    const found = new Map<number, ListeningPort[]>()
    // Addresses are not told in bulk; a dev server listens on all of them unless asked otherwise.
    const { allPortsWithPid } = await ports()
    for (const [port, pid] of await allPortsWithPid({ host: '*' }).catch(() => new Map<number, number>()))
      found.set(pid, [...(found.get(pid) ?? []), { port, address: '127.0.0.1' }])
    return found
  }

  return {
    platform,
    user,
    isAlive,
    startOf: () => null,
    async processes() {
      const all = await list()
      // Windows gives no command lines, only the program's name.
      return all.map(({ pid, ppid, cmd, name }) => ({ pid, parent: ppid, args: splitCommand(cmd ?? name) }))
    },
    async details(pid) {
      const process = (await list()).find(candidate => candidate.pid === pid)
      return { user: process?.uid ?? null, pidInside: pid, cwd: null, env: null, foreignNetwork: false }
    },
    listening: async pid => (await portsByPid()).get(pid) ?? [],
    async listeningOf(wanted) {
      const all = await portsByPid()
      return new Map(wanted.map(pid => [pid, all.get(pid) ?? []]))
    },
    isListening: accepts,
    async holder(port) {
      if (!(await accepts(port))) return null
      const { portBindings } = await ports()
      const [binding] = await portBindings(port, { host: '*' }).catch(() => [])
      return { pid: binding?.pid ?? null, command: null }
    },
    hasClients: async () => null,
    signalEffect: async () => 'unknown',
    portsOfOthers: async () => [],
  }
}

/** Connects and says nothing: no request reaches anybody. */
function accepts(port: number): Promise<boolean> {
  return new Promise(resolve => {
    const socket = connect({ host: 'localhost', port, timeout: 500, ...waysTo('localhost') })
    const answer = (yes: boolean) => () => {
      socket.destroy()
      resolve(yes)
    }
    socket.once('connect', answer(true)).once('error', answer(false)).once('timeout', answer(false))
  })
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** `ps` gives the words joined; paths with blanks come apart, which costs the recognition of that one process. A title stays whole. */
function splitCommand(command: string): string[] {
  return /^next-/.test(command) ? [command.trim()] : command.trim().split(/\s+/)
}

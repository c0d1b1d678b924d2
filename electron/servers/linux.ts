import { readdirSync, readFileSync, readlinkSync } from 'node:fs'
import type { ListeningPort } from '../inspector/open.ts'
import { parseArgs, parseEnviron, parseStat, parseStatus, parseTcp, shortCommand, type TcpLine } from './proc-text.ts'
import type { ProcessDetails, SeenProcess, System } from './system.ts'

/**
 * Reads /proc. Synchronous underneath: these files are made in memory by the kernel, and hundreds of small reads through the thread
 * pool take several times as long. `root` is for tests, which lay out a recorded /proc.
 */
export function createLinuxSystem(root = '/proc'): System {
  const read = (path: string): string => attempt(() => readFileSync(`${root}/${path}`, 'latin1')) ?? ''
  const link = (path: string): string | null => attempt(() => readlinkSync(`${root}/${path}`))
  const pids = (): number[] =>
    (attempt(() => readdirSync(root)) ?? []).filter(name => /^\d+$/.test(name)).map(name => Number(name))

  /** The sockets of the network that `of` lives in. */
  const sockets = (of: number | 'self'): TcpLine[] => [
    ...parseTcp(read(`${of}/net/tcp`)),
    ...parseTcp(read(`${of}/net/tcp6`)),
  ]
  const listeningSockets = (of: number | 'self') => sockets(of).filter(line => line.state === 'listening')

  function socketInodes(pid: number): Set<string> {
    const found = new Set<string>()
    for (const fd of attempt(() => readdirSync(`${root}/${pid}/fd`)) ?? []) {
      const inode = /^socket:\[(\d+)\]$/.exec(link(`${pid}/fd/${fd}`) ?? '')?.[1]
      if (inode) found.add(inode)
    }
    return found
  }

  /** `tables` keeps one table for each network, which most processes share. */
  function listening(pid: number, tables = new Map<string, TcpLine[]>()): ListeningPort[] {
    const network = link(`${pid}/ns/net`) ?? `of ${pid}`
    const table = tables.get(network) ?? listeningSockets(pid)
    tables.set(network, table)
    if (table.length === 0) return []
    const own = socketInodes(pid)
    return table.filter(line => own.has(line.inode)).map(({ port, address }) => ({ port, address }))
  }

  const argsOf = (pid: number) => parseArgs(Buffer.from(read(`${pid}/cmdline`), 'latin1').toString())
  const commandOf = (pid: number) => shortCommand(argsOf(pid)) || null

  const isAlive = (pid: number): boolean => {
    const state = parseStat(read(`${pid}/stat`))?.state
    return state !== undefined && state !== 'Z' && state !== 'X'
  }

  return {
    platform: 'linux',
    user: process.geteuid?.() ?? null,
    isAlive,
    startOf: pid => parseStat(read(`${pid}/stat`))?.start ?? null,

    async processes() {
      const seen: SeenProcess[] = []
      for (const pid of pids()) {
        const args = argsOf(pid)
        if (args.length === 0) continue // a thread of the kernel, or gone
        const stat = parseStat(read(`${pid}/stat`))
        if (!stat || stat.state === 'Z') continue
        seen.push({ pid, parent: stat.parent, args })
      }
      return seen
    },

    async details(pid): Promise<ProcessDetails> {
      const { user, pidInside } = parseStatus(read(`${pid}/status`))
      const environ = Buffer.from(read(`${pid}/environ`), 'latin1').toString()
      const network = link(`${pid}/ns/net`)
      return {
        user,
        pidInside: pidInside ?? pid,
        cwd: link(`${pid}/cwd`),
        env: environ ? parseEnviron(environ) : null,
        foreignNetwork: network !== null && network !== link('self/ns/net'),
      }
    },

    listening: async pid => listening(pid),
    async listeningOf(wanted) {
      const tables = new Map<string, TcpLine[]>()
      return new Map(wanted.map(pid => [pid, listening(pid, tables)]))
    },
    isListening: async port => listeningSockets('self').some(line => line.port === port),

    async holder(port) {
      const held = listeningSockets('self').filter(line => line.port === port)
      if (held.length === 0) return null
      const pid = pids().find(candidate => {
        const own = socketInodes(candidate)
        return held.some(line => own.has(line.inode))
      })
      return pid === undefined ? { pid: null, command: null } : { pid, command: commandOf(pid) }
    },

    async hasClients(port) {
      return sockets('self').some(line => line.port === port && line.state === 'connected')
    },

    async signalEffect(pid) {
      const text = read(`${pid}/status`)
      if (!/^SigCgt:/m.test(text)) return 'deadly' // gone, or unreadable: then nothing is sent
      const status = parseStatus(text)
      if (status.catchesUsr1) return 'caught'
      return status.ignoresUsr1 ? 'ignored' : 'deadly'
    },

    async portsOfOthers() {
      const user = process.geteuid?.() ?? null
      return listeningSockets('self').filter(line => line.user !== user)
    },
  }
}

/** A process may vanish between any two looks, and another user's files may not be read: both are no news. */
function attempt<T>(look: () => T): T | null {
  try {
    return look()
  } catch {
    return null
  }
}

/** The text of Linux's /proc, read. Pure; the formats are those of proc(5). */

export interface StatText {
  readonly state: string
  readonly parent: number
  /** Clock ticks since the machine booted; with the pid it names one process. */
  readonly start: string
}

/** `/proc/<pid>/stat`: the name stands in parentheses and may hold blanks and parentheses itself. */
export function parseStat(text: string): StatText | null {
  const fields = text
    .slice(text.lastIndexOf(')') + 1)
    .trim()
    .split(' ')
  const parent = Number(fields[1])
  return fields[0] && Number.isInteger(parent) ? { state: fields[0], parent, start: fields[19] ?? '' } : null
}

/** `cmdline`: ends at NULs; a process that wrote its title over it leaves blanks or NULs behind. */
export function parseArgs(text: string): string[] {
  const args = text.replace(/[\0 ]+$/, '').split('\0')
  return args.length === 1 && args[0] === '' ? [] : args
}

/** A command line for a message. */
export function shortCommand(args: readonly string[]): string {
  const text = args.join(' ')
  return text.length > 80 ? `${text.slice(0, 79)}…` : text
}

export function parseEnviron(text: string): Record<string, string> {
  const pairs = text.split('\0').map(line => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)])
  return Object.fromEntries(pairs.filter(([name]) => name))
}

/** Number of SIGUSR1 on every architecture that Node has a Linux build for. */
const SIGUSR1 = 10

export interface StatusText {
  /** Effective user. */
  readonly user: number | null
  /** The pid in the innermost pid namespace. */
  readonly pidInside: number | null
  readonly catchesUsr1: boolean
  readonly ignoresUsr1: boolean
}

/** `/proc/<pid>/stat`: the name stands in parentheses and may hold blanks and parentheses itself. */
export function parseStatus(text: string): StatusText {
  const field = (name: string) => new RegExp(`^${name}:\\s*(.*)$`, 'm').exec(text)?.[1]?.trim().split(/\s+/)
  const has = (name: string) => {
    const mask = field(name)?.[0]
    return mask !== undefined && /^[0-9a-f]+$/i.test(mask) && ((BigInt(`0x${mask}`) >> BigInt(SIGUSR1 - 1)) & 1n) === 1n
  }
  const user = field('Uid')?.[1]
  const pidInside = field('NSpid')?.at(-1)
  return {
    user: user === undefined ? null : Number(user),
    pidInside: pidInside === undefined ? null : Number(pidInside),
    catchesUsr1: has('SigCgt'),
    ignoresUsr1: has('SigIgn'),
  }
}

export interface TcpLine {
  readonly address: string
  readonly port: number
  readonly state: 'listening' | 'connected' | 'other'
  readonly user: number
  /** Names the socket: `/proc/<pid>/fd/*` of its owner points to `socket:[inode]`. */
  readonly inode: string
}

const STATES: Readonly<Record<string, TcpLine['state']>> = { '0A': 'listening', '01': 'connected' }

/** `/proc/net/tcp` and `/proc/net/tcp6`. */
export function parseTcp(text: string): TcpLine[] {
  const lines: TcpLine[] = []
  for (const line of text.split('\n').slice(1)) {
    const [, local, , state, , , , user, , inode] = line.trim().split(/\s+/)
    const [address, port] = local?.split(':') ?? []
    if (!address || !port || !state || !inode) continue
    lines.push({
      address: readAddress(address),
      port: Number.parseInt(port, 16),
      state: STATES[state] ?? 'other',
      user: Number(user),
      inode,
    })
  }
  return lines
}

/** Words of 32 bits in the byte order of the machine, which is little-endian wherever Node has a Linux build but s390x. */
function readAddress(hex: string): string {
  const words = hex.match(/.{8}/g) ?? []
  const bytes = words.flatMap(word => (word.match(/../g) ?? []).reverse().map(byte => Number.parseInt(byte, 16)))
  if (bytes.length === 4) return bytes.join('.')
  if (bytes.every(byte => byte === 0)) return '::'
  if (bytes.slice(0, 15).every(byte => byte === 0) && bytes[15] === 1) return '::1'
  const mapped = bytes.slice(0, 10).every(byte => byte === 0) && bytes[10] === 255 && bytes[11] === 255
  if (mapped) return bytes.slice(12).join('.')
  const groups = Array.from({ length: 8 }, (_, i) =>
    (((bytes[2 * i] ?? 0) << 8) | (bytes[2 * i + 1] ?? 0)).toString(16),
  )
  return groups.join(':')
}

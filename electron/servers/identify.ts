import type { Mode } from '../../shared/exchange.ts'
import type { SeenProcess } from './system.ts'

/** What a command line or a process title says of Next. Pure. */
export interface NextTrace {
  /**
   * `server`: the title of a process that serves. `cli`: `next dev` or `next start` itself, which serves up to Next 12 only, or has
   * not set its title yet. `custom`: a program that starts Next by itself; only taken for one where somebody names it.
   */
  readonly kind: 'server' | 'cli' | 'custom'
  readonly next: string | null
  readonly command: NextCommand | null
}

export interface NextCommand {
  readonly mode: Mode
  /** The project's folder where one was named, as written. */
  readonly folder: string | null
  readonly port: number | null
  readonly https: boolean
}

/** `next-server (v16.4.6)` of 14 to 16; 13.5 calls the process that listens `next-router-worker`. */
const SERVER_TITLE = /^next-server(?: \((?:v([^)]+)\))?.*)?$/
const TITLES = ['next-server', 'next-router-worker']
/** A title is cut where the command line that it overwrites was shorter: `node s.js` of a standalone build leaves `next-serv`. */
const isCutTitle = (text: string) => text.length > 'next-'.length && TITLES.some(title => title.startsWith(text))
/** Before it has set its title. */
const START_SERVER = /[\\/]next[\\/]dist[\\/]server[\\/]lib[\\/]start-server(\.js)?$/
const NEXT_BIN = /(^|[\\/])next(\.js|\.cmd|\.exe)?$/
export const NODE = /(^|[\\/])(node|nodejs|node\.exe)$/

export function identify(process: SeenProcess): NextTrace | null {
  const [first = ''] = process.args
  const title = SERVER_TITLE.exec(first)
  if (title) return { kind: 'server', next: title[1] ?? null, command: null }
  if (process.args.length === 1 && isCutTitle(first)) return { kind: 'server', next: null, command: null }
  if (NODE.test(first) && process.args.some(arg => START_SERVER.test(arg)))
    return { kind: 'server', next: null, command: null }
  const command = readNextCommand(process.args)
  return command ? { kind: 'cli', next: null, command } : null
}

/** Options of `next dev` and `next start` whose value is the next word. */
const TAKES_VALUE =
  /^(-p|--port|-H|--hostname|--keepAliveTimeout|--experimental-https-(key|cert|ca)|--experimental-upload-trace|--experimental-next-config-strip-types)$/

/** Reads `node …/next dev apps/shop -p 4000`; null for any other command, `next build` included. */
export function readNextCommand(args: readonly string[]): NextCommand | null {
  const [first = ''] = args
  const at = NEXT_BIN.test(first) ? 0 : NODE.test(first) ? args.findIndex(arg => NEXT_BIN.test(arg)) : -1
  if (at < 0) return null
  let mode: Mode | null = null
  let folder: string | null = null
  let port: number | null = null
  let https = false
  for (let i = at + 1; i < args.length; i += 1) {
    const arg = args[i] ?? ''
    const [name = '', attached] = arg.split('=', 2)
    const value = TAKES_VALUE.test(name) ? (attached ?? args[++i] ?? '') : null
    if (name === '-p' || name === '--port') port = Number(value)
    else if (name === '--experimental-https') https = true
    else if (arg.startsWith('-')) continue
    else if (mode === null && (arg === 'dev' || arg === 'start')) mode = arg
    else if (mode === null && OTHER_COMMANDS.has(arg)) return null
    else folder ??= arg
  }
  return { mode: mode ?? 'dev', folder, port: Number.isInteger(port) ? port : null, https }
}

const OTHER_COMMANDS = new Set(['build', 'export', 'info', 'lint', 'telemetry', 'typegen', 'upgrade', 'analyze'])

/** `next dev`, `next start` inside a shell's or a package manager's command line. */
const SPOKEN = /(?:^|[\s/\\'"])next(?:\.js|\.cmd)?['"]?\s+(?:['"])?(dev|start)\b/

/**
 * Whether a serving process is a dev server, from what can be seen outside; null where nothing tells.
 * @param env its environment at the start. Since 13.5 `next dev` forks its server, with NEXT_PRIVATE_WORKER, and `next start` serves by itself
 * @param ancestors parent first
 */
export function modeFromOutside(
  own: NextTrace,
  env: Readonly<Record<string, string>> | null,
  ancestors: readonly SeenProcess[],
): Mode | null {
  if (own.command) return own.command.mode
  if (own.kind === 'server' && env && own.next !== null && isAtLeast(own.next, 13, 5))
    return env['NEXT_PRIVATE_WORKER'] ? 'dev' : 'start'
  for (const { args } of ancestors) {
    const mode = readNextCommand(args)?.mode ?? SPOKEN.exec(args.join(' '))?.[1]
    if (mode) return mode as Mode
  }
  const script = SPOKEN.exec(env?.['npm_lifecycle_script'] ?? '')?.[1]
  if (script) return script as Mode
  if (env?.['NODE_ENV'] === 'development') return 'dev'
  return env?.['NODE_ENV'] === 'production' ? 'start' : null
}

export function isAtLeast(version: string, wantedMajor: number, wantedMinor: number): boolean {
  const [major = 0, minor = 0] = version.split('.').map(part => Number.parseInt(part, 10))
  return major > wantedMajor || (major === wantedMajor && minor >= wantedMinor)
}

export interface InspectPorts {
  /** Where a signal would open the inspector. */
  readonly onSignal: number
  /** Where it listens already, as its options say; 0 is any port. */
  readonly open: readonly number[]
}

/** The inspector options of a process, in its command line and NODE_OPTIONS: `--inspect[-brk|-wait|-port][=[host:]port]`. */
export function inspectPorts(args: readonly string[], nodeOptions: string | undefined): InspectPorts {
  let onSignal = 9229
  const open: number[] = []
  for (const word of [...(nodeOptions ?? '').split(/\s+/), ...args]) {
    const option = /^--(inspect(?:-brk|-wait|-port)?|debug-port)(?:=(?:.*:)?(\d+))?$/.exec(word)
    if (!option) continue
    const port = option[2] === undefined ? 9229 : Number(option[2])
    onSignal = port
    if (option[1] !== 'inspect-port' && option[1] !== 'debug-port') open.push(port)
  }
  return { onSignal, open }
}

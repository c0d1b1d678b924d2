import { Command, CommanderError, InvalidArgumentError, Option } from 'commander'
import { type Filter, parseFilter } from '../../shared/filter/parse.ts'
import { readPattern } from '../../shared/json/path-pattern.ts'
import { CONCURRENCY_LIMIT, TIMES_LIMIT } from '../../shared/replay.ts'
import type { RecordOptions } from '../record.ts'
import type { ReplayOptions } from './replay.ts'

/** What `propscope` was asked to do, from its arguments. */
export type Call = OpenCall | ServersCall | RecordCall | ReplayCall

export interface OpenCall {
  readonly kind: 'open'
  /** The browser view, even where Electron is there. */
  readonly browser: boolean
  /** Of the browser view; null takes a free one. */
  readonly port: number | null
  /** Whether to open the system's browser on the browser view. */
  readonly open: boolean
  /** Target to attach to at once. */
  readonly attach: string | null
  /** Port of the tap that is opened at once: in front of `target`, or of the server that is attached; null: none. */
  readonly tap: number | null
  /** Origin in front of which the tap is opened without attaching. */
  readonly target: string | null
  /** A command to start and attach to, with its arguments; null where none was given. */
  readonly launch: { readonly command: string; readonly args: readonly string[] } | null
}

export interface ServersCall {
  readonly kind: 'servers'
  readonly json: boolean
}

export interface RecordCall extends RecordOptions {
  readonly kind: 'record'
}

export interface ReplayCall extends ReplayOptions {
  readonly kind: 'replay'
}

/** `exit`: the answer is out already (help, version, or what is wrong with the arguments). */
export type Parsed = { readonly kind: 'call'; readonly call: Call } | { readonly kind: 'exit'; readonly code: number }

const USAGE_ERROR = 2

/**
 * @param given the arguments after `propscope`
 * @param write where help (`out`) and complaints (`err`) go
 */
export function parseCommandLine(
  given: readonly string[],
  version: string,
  write: { out(text: string): void; err(text: string): void },
): Parsed {
  // What stands after `--` is somebody else's command line, of which commander would read subcommands and options.
  const dashes = given.indexOf('--')
  const own = dashes < 0 ? given : given.slice(0, dashes)
  const launched = dashes < 0 ? null : given.slice(dashes + 1)

  const calls: Call[] = []
  const program = buildProgram(version, launched, call => calls.push(call))
  for (const command of [program, ...program.commands])
    command.exitOverride().configureOutput({ writeOut: write.out, writeErr: write.err })
  try {
    program.parse(own, { from: 'user' })
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error
    return { kind: 'exit', code: error.exitCode === 0 ? 0 : USAGE_ERROR }
  }
  const [call] = calls
  return call ? { kind: 'call', call } : { kind: 'exit', code: USAGE_ERROR }
}

function buildProgram(version: string, launched: readonly string[] | null, done: (call: Call) => void): Command {
  const program = new Command('propscope')
    .description('Shows every getServerSideProps call of a running Next.js server on a timeline.')
    .version(version)
    .usage('[options] [-- command …]')
    .allowExcessArguments(false)
    .enablePositionalOptions()
    .helpCommand(true)
    .showHelpAfterError('(propscope --help lists all calls)')
    .option('--browser', 'show the app in a browser, also where Electron is there')
    .option('--port <number>', 'port of the browser view (a free one if not given)', wholeNumber(0, 65_535))
    .option('--no-open', 'print the link of the browser view and open nothing')
    .option('--attach <target>', TARGET)
    .option('--tap <port>', TAP, wholeNumber(1, 65_535))
    .option('--target <url>', 'the server behind the tap, without attaching to it')
    .addHelpText(
      'after',
      '\n  propscope -- next dev      starts that command and attaches to what it serves\n  propscope --tap 4000 --target http://localhost:3000      only the wire, with nothing put into the server',
    )
    .action((options: OpenFlags, command: Command) => {
      const [name, ...args] = launched ?? []
      if (launched && name === undefined) command.error('error: a command is missing after --')
      for (const option of ['attach', 'target'] as const) {
        if (launched && options[option] !== undefined)
          command.error(`error: --${option} and a command exclude each other`)
      }
      if (options.attach !== undefined && options.target !== undefined)
        command.error('error: --attach and --target exclude each other: --attach T --tap PORT taps what it attaches to')
      if (options.target !== undefined && options.tap === undefined)
        command.error('error: --target needs --tap PORT, where browsers then connect')
      if (options.tap !== undefined && !launched && options.attach === undefined && options.target === undefined)
        command.error('error: --tap needs to know its server: --attach TARGET, --target URL, or a command after --')
      done({
        kind: 'open',
        browser: options.browser ?? false,
        port: options.port ?? null,
        open: options.open,
        attach: options.attach ?? null,
        tap: options.tap ?? null,
        target: options.target ?? null,
        launch: name === undefined ? null : { command: name, args },
      })
    })
  const refuseLaunch = (command: Command) => {
    if (launched) command.error(`error: ${command.name()} takes no command after --`)
  }
  program
    .command('servers')
    .description('lists the running Next.js servers of this user')
    .allowExcessArguments(false)
    .option('--json', 'as a JSON array')
    .action((options: { json?: true }, command: Command) => {
      refuseLaunch(command)
      done({ kind: 'servers', json: options.json ?? false })
    })
  program
    .command('record')
    .description('prints one JSON line for each finished exchange whose request reached a page')
    .allowExcessArguments(false)
    .option('--attach <target>', TARGET)
    .option('--target <url>', 'record the wire of this server, without attaching; with --tap')
    .option('--tap <port>', TAP, wholeNumber(1, 65_535))
    .addOption(new Option('--format <format>', 'of the output').choices(['ndjson', 'har']).default('ndjson'))
    .option('--secrets', 'of a HAR: with cookies, tokens, keys and bodies as they are, which are left out otherwise')
    .option('--props', 'with the props themselves, not only their sizes')
    .option('--every-body', 'keep every answer, also of a server under load, whatever that costs it')
    .option('--out <file>', 'write to this file instead of stdout')
    .option('--for <duration>', 'end after this time, e.g. 500ms, 10s, 2m', duration)
    .option('--where <filter>', 'only those that this filter lets through, e.g. "ms>200 -kind:prefetch"', filter)
    .option('--count <number>', 'end after this many exchanges', wholeNumber(1, Number.MAX_SAFE_INTEGER))
    .option('--budget [file]', 'hold it against the budgets of propscope.config.json, and exit 1 where one is over')
    .addHelpText('after', RECORD_HELP)
    .action((options: RecordFlags, command: Command) => {
      refuseLaunch(command)
      if ((options.attach === undefined) === (options.target === undefined))
        command.error('error: record needs either --attach TARGET or --target URL')
      if (options.target !== undefined && options.tap === undefined)
        command.error('error: --target needs --tap PORT, where browsers then connect')
      if (options.secrets && options.format !== 'har')
        command.error('error: --secrets is of --format har: an NDJSON recording holds all headers as they are')
      done({
        kind: 'record',
        secrets: options.secrets ?? false,
        attach: options.attach ?? null,
        target: options.target ?? null,
        tap: options.tap ?? null,
        format: options.format,
        props: options.props ?? false,
        everyBody: options.everyBody ?? false,
        out: options.out ?? null,
        forMs: options.for ?? null,
        count: options.count ?? null,
        where: options.where ?? null,
        budget: options.budget === undefined ? null : { file: options.budget === true ? null : options.budget },
      })
    })
  program
    .command('replay')
    .description('sends recorded requests again, and says where status, outcome or props are not as recorded')
    .argument('[id]', 'of one exchange of the recording; all of them where it is left away')
    .allowExcessArguments(false)
    .requiredOption('--from <file>', 'a recording: NDJSON or HAR, as `propscope record` writes it')
    .option('--attach <target>', `${TARGET} (the one that was recorded, where it is left away)`)
    .option(
      '--target <url>',
      'send there without attaching: status, headers, and props or size of the body are compared',
    )
    .option('--reads', 'record which props the server never reads while it renders, with their bytes')
    .option('--times <number>', 'send each so many times', wholeNumber(1, TIMES_LIMIT), 1)
    .option('--concurrency <number>', 'so many at once', wholeNumber(1, CONCURRENCY_LIMIT), 1)
    .option(
      '--ignore <path>',
      'props at this path may differ, e.g. list[*].at or *.updatedAt; may be said again',
      pattern,
      [],
    )
    .option('--yes', 'also those that may change something: other methods than GET, answers that set cookies')
    .option('--json', 'one JSON line for each exchange')
    .addHelpText('after', REPLAY_HELP)
    .action((id: string | undefined, options: ReplayFlags, command: Command) => {
      refuseLaunch(command)
      if (options.attach !== undefined && options.target !== undefined)
        command.error('error: --attach and --target exclude each other')
      if (options.reads && options.target !== undefined)
        command.error('error: --reads needs to attach: what is read is seen inside the server')
      if (options.reads && options.times > 1) command.error('error: --reads sends each request once, without --times')
      done({
        kind: 'replay',
        id: id ?? null,
        from: options.from,
        attach: options.attach ?? null,
        target: options.target ?? null,
        reads: options.reads ?? false,
        times: options.times,
        concurrency: options.concurrency,
        ignore: options.ignore,
        yes: options.yes ?? false,
        json: options.json ?? false,
      })
    })
  return program
}

interface ReplayFlags {
  readonly from: string
  readonly attach?: string
  readonly target?: string
  readonly reads?: true
  readonly times: number
  readonly concurrency: number
  readonly ignore: readonly string[]
  readonly yes?: true
  readonly json?: true
}

const REPLAY_HELP = `
Exit code 0: all as recorded. 1: something differs, or there was no answer. 2: wrong usage.
Props are compared as they are where the recording holds them (record --props), else by their size.
Requests go to that server only, and redirects are not followed.

--reads asks for the page as a document and lists what of its props no component read while the server rendered
it, largest first; elements of arrays are taken together (items[*].name). Handlers, effects and later renders in
the browser may read it all the same.`

interface OpenFlags {
  readonly browser?: true
  readonly port?: number
  readonly open: boolean
  readonly attach?: string
  readonly tap?: number
  readonly target?: string
}

interface RecordFlags {
  readonly attach?: string
  readonly target?: string
  readonly tap?: number
  readonly format: 'ndjson' | 'har'
  readonly props?: true
  readonly everyBody?: true
  readonly secrets?: true
  readonly out?: string
  readonly for?: number
  readonly count?: number
  readonly where?: Filter
  readonly budget?: true | string
}

const TAP = 'open a tap on this port: go there instead of to the server, and the wire is recorded too'

const RECORD_HELP = `
Over the tap alone (--target URL --tap PORT) nothing is known of what happens inside the server:
lines are written for documents and data requests that the server answered, with "call": null, and
"request.page" only where the answer names it (__NEXT_DATA__). With --attach and --tap both halves
of a request are one line ("source": "both"); requests that go to the server directly are "agent".

Of a server under load not every answer is kept: those of a burst (500 of them, 64 MB), and then 30 (8 MB) with
each second. The lines of the others have "unkept": "load" and say so in "gaps"; their times, status, headers and
sizes are there. --every-body keeps all, and costs the server for each what copying it costs. A tap keeps 32 MB
of bodies at once and 16 MB with each second, documents and data first, and what the agent handed over counts too.

--where takes the language of the app's filter bar: page:/product/[id], status:5xx, outcome:error, ms>200,
props>128kB, kind:data, cache:public, has:cookie, prop:user.email, is:slow, free text; - before a term negates
it, commas give alternatives, quotes keep spaces. All terms must hold.`

const TARGET =
  'attach to this server: an origin or port, a pid, or an inspector URL; of a container also where its server is reached from here: "localhost:9229 at localhost:3001"'

function wholeNumber(from: number, to: number) {
  return (text: string): number => {
    const number = Number(text)
    if (!/^\d+$/.test(text) || number < from || number > to)
      throw new InvalidArgumentError(`It must be a whole number from ${from} to ${to}.`)
    return number
  }
}

/** The language of the app's filter. Half a filter would record what nobody asked for: any problem is refused, at its place. */
function filter(text: string): Filter {
  const parsed = parseFilter(text)
  const [problem] = parsed.problems
  if (!problem) return parsed
  const mark = `${' '.repeat(problem.from)}${'^'.repeat(problem.to - problem.from)}`
  throw new InvalidArgumentError(`\n  ${text}\n  ${mark}\n${problem.message}`)
}

/** Gathers patterns of paths. */
function pattern(text: string, before: readonly string[]): readonly string[] {
  const read = readPattern(text)
  if (!read.ok) throw new InvalidArgumentError(`${read.why}`)
  return [...before, text]
}

const UNIT_MS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 }

/** `10s` in milliseconds. */
function duration(text: string): number {
  const [, amount, unit] = /^(\d+(?:\.\d+)?)(ms|s|m|h)$/.exec(text) ?? []
  const ms = Number(amount) * (UNIT_MS[unit ?? ''] ?? Number.NaN)
  // setTimeout takes no longer times than 31 bits.
  if (!(ms > 0 && ms < 2 ** 31)) throw new InvalidArgumentError('It must be a time such as 500ms, 10s, 2m or 1h.')
  return ms
}

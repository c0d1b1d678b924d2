import type { Filter } from '../shared/filter/parse.ts'
import type { Problem, Result } from '../shared/problem.ts'
import { createAnswerReader } from './analysis/answer-reader.ts'
import { quietProcess } from './analysis/quiet-thread.ts'
import { type Counts, createCounts } from './capture/counts.ts'
import type { RecordingTap } from './capture/recording-tap.ts'
import { serverKey } from './capture/server-key.ts'
import type { SessionTap } from './capture/session.ts'
import { createSessions } from './capture/sessions.ts'
import { type BudgetTable, budgetsFor, createBudgetTable } from './command/budget-table.ts'
import { createRecordLines, reachedPage } from './command/record-lines.ts'
import { say, sayProblem } from './command/say.ts'
import { untilSignal } from './command/until-signal.ts'
import { createSilences } from './exchanges/silences.ts'
import { type Connector, createConnector } from './servers/connector.ts'
import { readOrigin } from './servers/target.ts'
import { configFolder } from './settings/config-folder.ts'
import { openSettings } from './settings/settings.ts'

export interface RecordOptions {
  /** TARGET of the command line; null with `target`. */
  readonly attach: string | null
  /** Origin whose wire alone is recorded, with `tap`; null with `attach`. */
  readonly target: string | null
  /** Port of the tap; null: none. */
  readonly tap: number | null
  readonly format: 'ndjson' | 'har'
  /** Of a HAR: cookies, tokens, keys and bodies as they are. */
  readonly secrets: boolean
  /** Whether each line holds the props themselves. */
  readonly props: boolean
  /** Whether bodies are kept whatever that costs the server; else those of a server under load are not. */
  readonly everyBody: boolean
  /** A file's path; null: stdout. */
  readonly out: string | null
  readonly forMs: number | null
  readonly count: number | null
  /** Only what this filter lets through; null: all. */
  readonly where: Filter | null
  /** Holds what is recorded against the project's budgets; `file`: another config than that of its folder. null: not asked for. */
  readonly budget: { readonly file: string | null } | null
}

/**
 * Records without a window: one JSON line (or one entry of a HAR) for each finished exchange whose request reached a page. Runs until `forMs` have passed since it was attached or the tap was opened, `count`
 * lines are written, or a signal asks it to end; then it flushes and detaches. Returns the exit code.
 */
export async function record(options: RecordOptions, version: string): Promise<number> {
  const ending = untilAsked()
  const counts = createCounts()
  const lines = createRecordLines({ ...options, version, onFull: ending.ask })
  const reader = createAnswerReader(lines.wantsBytes)
  let longestMs = 0
  let unkept = 0
  const budget: { table: BudgetTable | null } = { table: null }
  const sessions = createSessions({
    reader,
    wanted: 'finished',
    // In CI the project is where the command is run; an agent knows better.
    configFolder: process.cwd(),
    listener: {
      exchange(exchange) {
        lines.write(silences.apply(exchange))
        // What the tap alone let go is told with the tap.
        if (exchange.unkept !== null && exchange.source !== 'tap') unkept += 1
        if (reachedPage(exchange)) budget.table?.add(exchange)
      },
      body: lines.body,
    },
  })
  /** Project folders by origin. */
  const folders = new Map<string, string>()
  const silences = createSilences({
    settings: openSettings(configFolder(), say),
    projectOf: one => folders.get(one) ?? one,
    onChange: () => undefined,
  })
  const connector = createConnector({
    sinkFor(server, hello) {
      if (server.folder !== null) folders.set(server.origin, server.folder)
      const own = counts.forLink(serverKey(server.origin))
      return sessions.of(server.origin).agent(server, hello, stats => {
        own.update(stats)
        longestMs = Math.max(longestMs, stats.longestMs)
      })
    },
  })
  if (options.everyBody) connector.wantEveryBody()
  /** `hopeless`: what was tried and cannot be gone on with. */
  const now: { tap: SessionTap | null; hopeless: { tried: string; problem: Problem } | null } = {
    tap: null,
    hopeless: null,
  }
  const giveUp = (tried: string, problem: Problem) => {
    now.hopeless ??= { tried, problem }
    ending.ask()
  }

  /** Resolves to the origin that is recorded; null where it was not to be. */
  async function reach(): Promise<string | null> {
    if (options.attach === null) return readOrigin(options.target ?? '')
    const attached = await Promise.race([connector.attach(options.attach), ending.promise])
    if (attached?.ok === false) giveUp(`attaching to ${options.attach}`, attached.problem)
    return attached?.ok ? attached.value.origin : null
  }
  async function openTap(origin: string, port: number): Promise<void> {
    const result: Result<SessionTap> = await sessions.of(origin).openTap({ target: origin, port, onChange: watchTap })
    if (!result.ok) return giveUp(`opening the tap on port ${port}`, result.problem)
    now.tap = result.value
    say(`tap on ${now.tap.tap.origin} -> ${now.tap.tap.target}`)
  }
  let down: string | null = null
  function watchTap(): void {
    const tap = now.tap?.tap
    if (!tap) return
    if (tap.problem) giveUp('recording over the tap', tap.problem)
    if (tap.down !== null && down === null) say(`${tap.target} does not answer the tap (${tap.down}).`)
    if (tap.down === null && down !== null) say(`${tap.target} answers the tap again.`)
    down = tap.down
    if (down === null) connector.lookNow()
  }

  const origin = await reach()
  if (origin !== null && options.tap !== null) await openTap(origin, options.tap)
  if (origin !== null && options.budget !== null) {
    const budgets = await budgetsFor(options.budget.file, folders.get(origin) ?? process.cwd())
    if (budgets.ok) budget.table = createBudgetTable(budgets.value)
    else giveUp('reading the budgets', budgets.problem)
  }
  const began = origin !== null && now.hopeless === null
  if (began) {
    // A tap forwards, and whoever wants every body wants us to keep up.
    if (options.tap === null && !options.everyBody) quietProcess()
    if (options.attach === null) say(`recording ${origin} (the wire alone, without an agent)`)
    else sayConnections(connector, problem => giveUp(`attaching to ${options.attach} again`, problem))
  }
  const timer = options.forMs === null ? null : setTimeout(ending.ask, options.forMs)
  if (began) await ending.promise
  if (timer) clearTimeout(timer)
  // The tap first: what came over the wire may still find its other half.
  await now.tap?.close()
  await connector.close()
  await sessions.settled()
  sessions.close()
  await reader.close()
  const code = await lines.end()
  if (began)
    say(
      summary(
        { written: lines.written, unkept },
        options.attach === null ? null : counts,
        longestMs,
        now.tap?.tap ?? null,
      ),
    )
  if (began && budget.table) say(budget.table.text())
  if (now.hopeless) return failed(now.hopeless.tried, now.hopeless.problem)
  return code === 0 && (budget.table?.over ?? 0) > 0 ? 1 : code
}

/** Says what is recorded now, and again after every restart of the server. */
function sayConnections(connector: Connector, lost: (problem: Problem) => void): void {
  const tell = () => {
    const { connection } = connector
    if (connection.kind === 'waiting') say(connection.why)
    if (connection.kind === 'failed') lost(connection.problem)
    if (connection.kind !== 'attached') return
    const { origin, next, mode, pid, via } = connection.server
    say(
      `recording ${origin} (next ${next ?? 'of unknown version'} ${mode ?? 'of unknown mode'}, pid ${pid})${via === 'inspector' ? ', over the inspector connection: slower, and large answers are cut' : ''}`,
    )
  }
  tell()
  connector.onChange(tell)
}

/** The last line on stderr: what was written, and whatever was lost. */
function summary(
  { written, unkept }: { readonly written: number; readonly unkept: number },
  agents: Counts | null,
  longestMs: number,
  tap: RecordingTap | null,
): string {
  const parts = [`${written} exchanges written`]
  if (unkept > 0) {
    parts.push(`${unkept} answers not kept, with their props: the server was under load (--every-body keeps all)`)
  }
  if (agents) {
    const { droppedEvents, droppedBytes, agentFaults, lastAgentFault, agentMsPerRequest } = agents.read(
      { size: written, evicted: 0 },
      { droppedBytes: 0 },
    )
    parts.push(
      `${droppedEvents} events and ${droppedBytes} bytes dropped`,
      `agent ${agentMsPerRequest === null ? 'saw no request' : `${agentMsPerRequest.toFixed(3)} ms a request, at most ${longestMs.toFixed(2)} ms at once`}`,
    )
    if (agentFaults > 0) parts.push(`${agentFaults} errors inside the agent, the last: ${lastAgentFault}`)
  }
  if (tap) {
    parts.push(`tap ${tap.requests} requests, ${tap.droppedRequests} not recorded, ${tap.droppedBytes} bytes not kept`)
    if (tap.faults > 0) parts.push(`${tap.faults} errors while recording the tap, the last: ${tap.lastFault}`)
  }
  return parts.join('; ')
}

/** A promise of the end, and the way to ask for it; a signal asks too. */
function untilAsked() {
  let ask = () => {}
  const promise = new Promise<void>(resolve => {
    ask = resolve
  })
  void untilSignal().then(ask)
  return { promise, ask }
}

function failed(tried: string, problem: Problem): number {
  sayProblem(tried, problem)
  return 1
}

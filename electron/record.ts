import { createWriteStream } from 'node:fs'
import type { Writable } from 'node:stream'
import type { Exchange } from '../shared/exchange.ts'
import type { Problem } from '../shared/problem.ts'
import { createAnswerReader } from './analysis/answer-reader.ts'
import { type Counts, createCounts } from './capture/counts.ts'
import { createSessions } from './capture/sessions.ts'
import { say, sayProblem } from './command/say.ts'
import { untilSignal } from './command/until-signal.ts'
import { createConnector } from './servers/connector.ts'

export interface RecordOptions {
  /** TARGET of the command line; null with `target`. */
  readonly attach: string | null
  readonly target: string | null
  readonly tap: number | null
  readonly format: 'ndjson' | 'har'
  /** Whether each line holds the props themselves. */
  readonly props: boolean
  /** A file's path; null: stdout. */
  readonly out: string | null
  readonly forMs: number | null
  readonly count: number | null
}

/**
 * Records without a window: one JSON line for each finished exchange whose request reached a page. Runs until `forMs` have passed since it was attached, `count`
 * lines are written, or a signal asks it to end; then it flushes and detaches. Returns the exit code.
 */
export async function record(options: RecordOptions): Promise<number> {
  const unsupported = unsupportedIn(options)
  if (unsupported) return failed('recording', unsupported)
  const target = options.attach ?? ''
  const out: Writable = options.out === null ? process.stdout : createWriteStream(options.out)
  const ending = untilAsked()
  const reader = createAnswerReader()
  const values = new Map<string, string>()
  let written = 0
  let trouble: Error | null = null
  let began = false
  let longestMs = 0
  const counts = createCounts()
  /** Why the server that we lost cannot be attached again. */
  let hopeless: Problem | null = null
  out.on('error', error => {
    trouble = error
    ending.ask()
  })

  const isFull = () => trouble !== null || (options.count !== null && written >= options.count)

  function write(exchange: Exchange): void {
    const value = values.get(exchange.id)
    values.delete(exchange.id)
    if (exchange.request.page === null || exchange.kind === 'api' || isFull()) return
    const known = value !== undefined && exchange.props?.bytes != null
    const line = known ? { ...exchange, props: { ...exchange.props, value: JSON.parse(value) as unknown } } : exchange
    out.write(`${JSON.stringify(line)}\n`)
    written += 1
    if (isFull()) ending.ask()
  }

  const sessions = createSessions({
    reader,
    wanted: 'finished',
    listener: {
      exchange: write,
      body(id, part, bytes) {
        if (options.props && part === 'props') values.set(id, Buffer.from(bytes).toString('utf8'))
      },
    },
  })
  const connector = createConnector({
    sinkFor(server, hello) {
      const own = counts.forLink()
      return sessions.of(server.origin).agent(server, hello, stats => {
        own.update(stats)
        longestMs = Math.max(longestMs, stats.longestMs)
      })
    },
  })
  connector.onChange(connection => {
    if (connection.kind === 'waiting') say(connection.why)
    if (connection.kind === 'failed' && hopeless === null && began) {
      hopeless = connection.problem
      ending.ask()
    }
    if (connection.kind !== 'attached') return
    began = true
    const { origin, next, mode, pid } = connection.server
    say(`recording ${origin} (next ${next ?? 'of unknown version'} ${mode ?? 'of unknown mode'}, pid ${pid})`)
  })

  const attached = await Promise.race([connector.attach(target), ending.promise.then(() => null)])
  if (attached && !attached.ok) {
    await connector.close()
    return failed(`attaching to ${target}`, attached.problem)
  }
  const timer = options.forMs === null ? null : setTimeout(ending.ask, options.forMs)
  await ending.promise
  if (timer) clearTimeout(timer)
  await connector.close()
  await sessions.settled()
  sessions.close()
  await reader.close()
  if (options.out !== null && !trouble) await new Promise<void>(resolve => out.end(resolve))
  if (began) say(summary(written, counts, longestMs))
  if (hopeless) return failed(`attaching to ${target} again`, hopeless)
  return trouble ? failedWriting(options.out, trouble) : 0
}

/** The last line on stderr: what was written, and whatever was lost. */
function summary(written: number, counts: Counts, longestMs: number): string {
  const { droppedEvents, droppedBytes, agentFaults, lastAgentFault, agentMsPerRequest } = counts.read(
    { size: written, evicted: 0 },
    { droppedBytes: 0 },
  )
  const parts = [
    `${written} exchanges written`,
    `${droppedEvents} events and ${droppedBytes} bytes dropped`,
    `agent ${agentMsPerRequest === null ? 'saw no request' : `${agentMsPerRequest.toFixed(3)} ms a request, at most ${longestMs.toFixed(2)} ms at once`}`,
  ]
  if (agentFaults > 0) parts.push(`${agentFaults} errors inside the agent, the last: ${lastAgentFault}`)
  return parts.join('; ')
}

function unsupportedIn(options: RecordOptions): Problem | null {
  const not = (what: string): Problem => ({
    code: 'internal',
    message: `${what} is not in this version of Propscope.`,
    next: 'Record with --attach TARGET, as NDJSON.',
    detail: null,
  })
  if (options.target !== null || options.tap !== null) return not('Recording over the tap (--target, --tap)')
  return options.format === 'har' ? not('--format har') : null
}

/** Whoever reads our output may stop reading: that ends the recording, and is no failure. */
function failedWriting(out: string | null, error: Error & { code?: string }): number {
  if (out === null && error.code === 'EPIPE') return 0
  say(`Writing to ${out ?? 'stdout'} failed: ${error.message}. Choose another file with --out.`)
  return 1
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

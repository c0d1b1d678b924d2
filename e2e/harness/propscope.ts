import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import type { z } from 'zod'
import { type Exchange, ExchangeSchema } from '../../shared/exchange.ts'
import { epochMs, exchangeId } from '../../shared/units.ts'
import { type Child, type ChildOptions, ROOT, startChild } from './child.ts'

const CLI = join(ROOT, 'out', 'main', 'cli.js')

/** Runs the built command with these arguments. */
export function propscope(args: readonly string[], options: ChildOptions = {}): Child {
  if (!existsSync(CLI)) throw new Error(`${CLI} is not there: run npm run build`)
  return startChild([process.execPath, CLI, ...args], options)
}

/** `propscope record`, and what it has printed. */
export interface Recording {
  readonly child: Child
  /** What `recording …` on stderr said of the server. */
  readonly banner: string
  /** Every exchange so far, each checked against the schema. */
  exchanges(): Exchange[]
  /** Waits until there are at least `count` exchanges that `wanted` accepts, and returns those. */
  untilExchanges(count: number, wanted?: (exchange: Exchange) => boolean): Promise<Exchange[]>
  /** Ends it as Ctrl-C does, checks that it exits with 0, and returns all exchanges. */
  stop(): Promise<Exchange[]>
}

/** Starts `propscope record --attach target …` and waits until it is attached. */
export function startRecording(target: string, args: readonly string[] = []): Promise<Recording> {
  return startRecordingWith(['--attach', target, ...args])
}

/** Starts `propscope record …` and waits until it says that it records. */
export async function startRecordingWith(args: readonly string[]): Promise<Recording> {
  const child = propscope(['record', ...args])
  const banner = await child.until('“recording” line', ({ stderr }) => /^recording .*(?=\n)/m.exec(stderr)?.[0], 30_000)
  const exchanges = () => parseLines(child.stdout)
  return {
    child,
    banner,
    exchanges,
    untilExchanges: (count, wanted = () => true) =>
      child.until(`${count} exchanges`, () => {
        const found = exchanges().filter(wanted)
        return found.length >= count && found
      }),
    async stop() {
      child.kill('SIGINT')
      const code = await child.exit
      if (code !== 0) throw new Error(`propscope record ended with ${code}:\n${child.stderr}`)
      return exchanges()
    },
  }
}

/** The exchanges of NDJSON output; a last line that is not complete yet is left out. */
export function parseLines(ndjson: string): Exchange[] {
  const lines = ndjson.split('\n').slice(0, -1)
  return lines.map(line => toExchange(ExchangeSchema.parse(JSON.parse(line))))
}

function toExchange(line: z.infer<typeof ExchangeSchema>): Exchange {
  return { ...line, id: exchangeId(line.id), startedAt: epochMs(line.startedAt) }
}

/** Starts the browser view and opens it in `page`; `args` such as `--attach TARGET`. */
export async function openApp(page: Page, args: readonly string[] = []): Promise<Child> {
  const child = propscope(['--browser', '--no-open', ...args])
  await page.goto(await linkOf(child))
  return child
}

/** The one-time link that the browser view prints first. */
export function linkOf(child: Child): Promise<string> {
  return child.until('link', ({ stdout }) => /^http:\/\/127\.0\.0\.1:\d+\/\?token=\S+(?=\s)/m.exec(stdout)?.[0], 30_000)
}

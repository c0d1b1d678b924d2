import { z } from 'zod'
import { freePort } from '../targets/serving/ports.mjs'
import { marked } from './marked.ts'
import { startOutside } from './outside.ts'
import { buildIdIn } from './page-truth.ts'
import { type HeaderPairs, sendRaw } from './raw-client.ts'
import { VARIES } from './same-bytes.ts'
import { sentryTexts } from './sentry-items.ts'
import { spanTree } from './span-tree.ts'
import { startTarget, type Target } from './target.ts'

/** A server with others in it who watch it too (e2e/targets/company). */
export interface Company extends Target {
  readonly marks: readonly string[]
  /** Asks every page, and gives each answer and what the company saw of it, without what differs each time. */
  round(): Promise<Round>
}
export type Round = readonly Readonly<Record<string, unknown>>[]

export interface CompanyChoice {
  /** As `COMPANY` of the target. */
  readonly who: string
  readonly server: 'next' | 'express'
  readonly next?: 'next14' | 'next15' | 'next16'
  readonly mode?: 'dev' | 'start'
  readonly bundler?: 'webpack' | 'turbopack'
  /** Node's options; by default its inspector is open. */
  readonly node?: string
}

const GZIP: HeaderPairs = [['Accept-Encoding', 'gzip']]
const ASKED: readonly (readonly [mark: string, path: string, headers?: HeaderPairs])[] = [
  ['plain', '/plain'],
  ['calls', '/calls'],
  ['data', '/_next/data/{build}/calls.json'],
  ['throw', '/throw'],
  ['early', '/early'],
  ['away', '/away'],
  ['large', '/large', GZIP],
]

/** Next 16, `next start` and webpack where they are left away. */
export async function companyOf({
  who,
  server,
  next = 'next16',
  mode = 'start',
  bundler = 'webpack',
  node,
}: CompanyChoice): Promise<Company> {
  const outside = await startOutside()
  // `next dev` of 14 and 15 gives its server the port after its own, and so port 1 after 0.
  const counts = mode === 'dev' && next !== 'next16' && server === 'next'
  const inspect = `--inspect=${counts ? await freePort() : 0}`
  const env = { COMPANY: who, OUTSIDE: outside.origin, NODE_OPTIONS: node ?? inspect }
  const target = await startTarget({ name: `company-${next}`, mode, bundler, server, env })
  const isSentry = who.includes('sentry')
  const varies = VARIES[mode]
  const ports = new RegExp(`\\b(${target.port}|${new URL(outside.origin).port})\\b`, 'g')
  const own = (text: string) => (isSentry ? withoutTraces(text) : text).replace(ports, '…')
  let build: string | null = null
  let sent = 0

  const ask = async ([mark, path, more = []]: (typeof ASKED)[number]) => {
    sent += 1
    const traceId = sent.toString(16).padStart(32, 'a')
    const trace: HeaderPairs = [['traceparent', `00-${traceId}-00000000000000ff-01`]]
    const url = path.replace('{build}', build ?? '')
    const { status, headers, body } = await sendRaw(target.origin, url, {
      headers: [...marked(mark), ...trace, ...more],
    })
    build ??= buildIdIn(body.toString())
    const looked = await sendRaw(target.origin, `/api/company?traceId=${traceId}`)
    const saw = z.record(z.string(), z.unknown()).parse(JSON.parse(looked.body.toString()))
    return {
      url,
      status,
      headers: headers.filter(([name]) => !(isSentry ? VARIES.dev : varies).headers.test(name)),
      body: own(body.toString().replace(varies.text, '')),
      saw: Object.fromEntries(Object.entries(saw).map(([name, seen]) => [name, inTexts(plain(seen), own)])),
      sent: sentryTexts(outside.takeItems()).map(own),
    }
  }

  return {
    ...target,
    marks: ASKED.map(([mark]) => mark),
    async round() {
      const answers = []
      for (const asked of ASKED) answers.push(await ask(asked))
      return answers
    },
    async end() {
      await target.end()
      await outside.end()
    },
  }
}

const SawSpansSchema = z.object({ isProvider: z.boolean(), spans: z.array(z.unknown()) })

function plain(seen: unknown): unknown {
  const spans = SawSpansSchema.safeParse(seen)
  return spans.success ? { isProvider: spans.data.isProvider, spans: spanTree(spans.data.spans) } : seen
}

/** Sentry marks everything with the trace it belongs to. */
function withoutTraces(text: string): string {
  return text
    .replace(/sample_rand=[\d.]+/g, 'sample_rand=…')
    .replace(/\b[0-9a-f]{32}\b/g, '<trace>')
    .replace(/\b[0-9a-f]{16}\b/g, '<span>')
}

/** The value with every text in it put through `change`. */
function inTexts(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === 'string') return change(value)
  if (Array.isArray(value)) return value.map(one => inTexts(one, change))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, inTexts(one, change)]))
}

import type { Exchange } from '../shared/exchange.ts'
import { type CompanyChoice, companyOf, type Round } from './harness/company.ts'
import { byMark, stopWith } from './harness/marked.ts'
import { inspectorOf } from './harness/own-target.ts'
import { stateOf } from './harness/process-state.ts'
import { sendRaw } from './harness/raw-client.ts'
import { START_MS } from './harness/target.ts'
import { expect, test } from './harness/test.ts'
import { isFull } from './matrix/rows.ts'

/**
 * Others who watch the same server: an OpenTelemetry SDK, Sentry, loggers, compression, contexts of async hooks. One list of expectations for all: attached before the first request and in
 * the middle, every answer and all that they saw is what it is without us; our own capture is whole; and after the detach nothing of theirs is gone.
 */
interface Row extends CompanyChoice {
  readonly next: 'next14' | 'next15' | 'next16'
  readonly mode: 'dev' | 'start'
  readonly bundler: 'webpack' | 'turbopack'
  readonly ci: boolean
}
const LOGGERS = 'morgan,pino,compression,hook,cls,storage'
/** By version, mode and bundler: who is there, with a `*` where `npm test` runs it too, in an express server behind a `/`. */
const LISTED: Readonly<Record<string, readonly string[]>> = {
  'next16 start webpack': [
    'otel *',
    'vercel',
    'sentry *',
    'otel,morgan,compression,cls / express',
    'morgan,compression,storage / express',
    `${LOGGERS} / express *`,
  ],
  'next16 dev turbopack': ['otel', 'vercel', 'sentry', `${LOGGERS} / express`],
  'next16 dev webpack': ['otel', 'sentry', 'otel,morgan,compression,cls / express'],
  'next15 start webpack': ['otel', 'vercel', 'sentry', `${LOGGERS} / express`],
  'next15 dev webpack': ['otel', 'sentry', `${LOGGERS} / express`],
  'next14 start webpack': ['otel', 'vercel', 'sentry', `${LOGGERS} / express`],
  'next14 dev webpack': ['otel', 'sentry', `${LOGGERS} / express`],
}
const ROWS = Object.entries(LISTED).flatMap(([served, texts]) =>
  texts.map(text => {
    const [next, mode, bundler] = served.split(' ')
    const [, who, server = 'next', ci] = /^(\S+)(?: \/ (express))?( \*)?$/.exec(text) ?? []
    return { next, mode, bundler, who, server, ci: ci !== undefined } as Row
  }),
)

for (const { ci, ...choice } of ROWS.filter(({ ci }) => ci || isFull)) {
  const { next, mode, bundler, who, server } = choice
  const row = [next, mode, bundler, 'beside', who, ...(server === 'next' ? [] : [server])].join(' ')
  test(`${row}: they see what they saw without us, and we see all`, async ({ record }) => {
    test.setTimeout(START_MS + 120_000)
    // One after the other: of two servers in dev each would have a folder of its own, whose name stands in what they say.
    let server = await companyOf(choice)
    try {
      const first = await server.round()
      const usual = await server.round()
      expect(await server.round()).toEqual(usual)
      const inspector = inspectorOf(server)
      await stateOf(inspector)
      const before = await stateOf(inspector)
      const middle = await record(server.origin, '--props')
      expect(await server.round()).toEqual(usual)
      checkCapture(await stopWith(middle, server.marks), middle.child.stderr, choice)
      expect(await server.round()).toEqual(usual)
      await expect.poll(() => stateOf(inspector)).toEqual(before)

      await server.end()
      server = await companyOf(choice)
      const early = await record(server.origin, '--props')
      expect(await server.round()).toEqual(first)
      checkCapture(await stopWith(early, server.marks), early.child.stderr, choice)
      expect(await server.round()).toEqual(usual)
    } finally {
      await server.end()
    }
  })
}

test('who comes in while we are attached stays when we go', async ({ record }) => {
  test.setTimeout(START_MS + 60_000)
  const server = await companyOf({ who: 'compression', server: 'express' })
  try {
    const before = await server.round()
    const recording = await record(server.origin, '--props')
    expect(await server.round()).toEqual(before)
    // A logger for each answer, and a patch of what all answers share: both over ours.
    expect((await sendRaw(server.origin, '/company/late', { method: 'POST' })).status).toBe(200)
    const first = await server.round()
    const attached = await server.round()
    await recording.untilExchanges(3 * server.marks.length)
    const newest = new Map([...byMark(await recording.stop())].map(([mark, found]) => [mark, found.at(-1) as Exchange]))
    checkCapture(newest, recording.child.stderr, { who: 'compression', mode: 'start' })
    const after = await server.round()
    expect(after).toEqual(attached)
    expect(await server.round()).toEqual(attached)
    const withoutLate = (round: Round) => round.map(({ saw: _, ...rest }) => rest)
    expect(withoutLate(first)).toEqual(withoutLate(before))
    for (const { url, status, saw } of attached) expect(saw).toEqual({ log: [`late GET ${url} ${status}\n`], late: 2 })
  } finally {
    await server.end()
  }
})

function checkCapture(
  found: ReadonlyMap<string, Exchange>,
  said: string,
  { who, mode }: Pick<Row, 'who' | 'mode'>,
): void {
  expect(said).toMatch(/; 0 events and 0 bytes dropped;/)
  const of = (mark: string) => {
    const exchange = found.get(mark)
    if (!exchange) throw new Error(`no exchange ${mark}`)
    return exchange
  }
  const plain = of('plain')
  // Sentry puts its trace into the props of every page.
  expect.soft(plain.props?.value).toMatchObject({ said: 'plain' })
  expect.soft(plain.cache).toEqual({
    declared: 'public, s-maxage=10',
    sent: mode === 'start' ? 'public, s-maxage=10' : expect.stringMatching(/^no-store\b/),
    inProduction: 'public, s-maxage=10',
  })
  expect.soft(plain.call?.setHeaders.map(({ name }) => name)).toEqual(['cache-control', 'x-own'])
  for (const mark of ['calls', 'data']) {
    const { call, outcome, kind } = of(mark)
    expect
      .soft({ mark, outcome, kind })
      .toEqual({ mark, outcome: 'props', kind: mark === 'data' ? 'data' : 'document' })
    const calls = call?.calls?.map(({ via, status, url, error }) => [via, status, url.replace(/:\d+\//, '/'), error])
    const asked = [
      ['fetch', 200, 'http://127.0.0.1/answer?by=fetch', null],
      ['http', 200, 'http://127.0.0.1/answer?by=http', null],
    ]
    // Only where an SDK is there does the client's span come to be.
    const isTold = /otel|vercel|sentry/.test(who)
    expect.soft(calls).toEqual(isTold ? [...asked, ['span', null, 'postgresql://db.local SELECT 1', null]] : asked)
  }
  expect.soft(of('throw').call?.error).toMatchObject({ name: 'Error', message: 'thrown on purpose' })
  expect.soft(of('early').call?.error).toMatchObject({ name: 'TypeError' })
  expect.soft(of('away').call?.redirect).toMatchObject({ destination: '/plain' })
  expect.soft(of('large').props?.bytes, 'bytes').toBeGreaterThan(100_000)
  for (const exchange of found.values()) expect.soft(exchange.gaps, exchange.request.url).toEqual([])
}

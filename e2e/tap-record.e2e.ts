import { readFileSync } from 'node:fs'
import { Agent } from 'node:http'
import { join } from 'node:path'
import { z } from 'zod'
import type { Asked } from './harness/case-truth.ts'
import { ROOT } from './harness/child.ts'
import { buildOf, byMark, markOf, sendMarked, stopWith } from './harness/marked.ts'
import { startOwnTarget } from './harness/own-target.ts'
import { propsOf } from './harness/page-truth.ts'
import { PIPELINED, pipelinedText } from './harness/pipelined.ts'
import { parseLines } from './harness/propscope.ts'
import { type RawExchange, readAnswers, sendRaw } from './harness/raw-client.ts'
import { ask } from './harness/requests.ts'
import { play } from './harness/script.ts'
import { dial } from './harness/socket.ts'
import { gapsOf, truthOfBoth, viewOfBoth, wireFaults } from './harness/tap-truth.ts'
import { expect, test } from './harness/tapped.ts'
import { START_MS, startTarget, type TargetChoice } from './harness/target.ts'
import type { Expectation, TargetMode, TargetName } from './targets/cases/expectation.ts'
import { expectations } from './targets/cases/expectations.ts'

/** What is recorded through the tap while the agent is attached: each request once, with what went over the wire and what happened inside. */
interface Choice extends TargetChoice {
  readonly name: TargetName
  readonly mode: TargetMode
}
/** Of those that other files have built already: a build takes longer than these tests. */
const SOME: readonly Choice[] = [
  { name: 'next15', mode: 'start', bundler: 'turbopack' },
  { name: 'next16', mode: 'dev', bundler: 'turbopack' },
]
const ALL: readonly Choice[] = [
  ...SOME,
  { name: 'next15', mode: 'start', bundler: 'webpack' },
  { name: 'next15', mode: 'dev', bundler: 'webpack' },
  { name: 'next16', mode: 'start', bundler: 'webpack' },
]
const CASES = { name: 'next16', mode: 'start', bundler: 'webpack' } as const

interface Sent {
  readonly mark: string
  readonly expectation: Expectation
  readonly seen: RawExchange
}

for (const choice of process.env['PROPSCOPE_MATRIX'] === 'full' ? ALL : SOME)
  test(`${choice.name} ${choice.mode}: every request through the tap is one exchange, seen from both sides`, async ({
    tapAttached,
  }) => {
    test.setTimeout(START_MS + 120_000)
    const { name, mode } = choice
    const target = await startTarget(choice)
    try {
      const server: Asked = { name, mode, origin: target.origin, pid: target.pid, next: versionOf(name) }
      const tap = await tapAttached(target.origin, '--props')
      const build = await buildOf(target.origin)
      const sent: Sent[] = []
      for (const [index, expectation] of expectations.entries()) {
        const { method, path, headers, body } = expectation.request
        const zip = index % 2 === 0 ? [] : ([['Accept-Encoding', 'gzip']] as const)
        const asked = { method, headers: [...Object.entries(headers), ...zip], body }
        const seen = await sendMarked(tap.origin, path.replace('{build}', build), `case-${index}`, asked)
        sent.push({ mark: `case-${index}`, expectation, seen })
      }
      const wanted = sent.filter(({ expectation }) => isPrinted(expectation)).length
      await tap.untilExchanges(wanted, exchange => markOf(exchange) !== null).catch(() => [])
      const found = byMark(await tap.stop())
      for (const { mark, expectation, seen } of sent) {
        const title = `${name} ${mode} ${mark}: ${seen.method} ${seen.url}`
        const lines = found.get(mark) ?? []
        expect.soft(lines.length, `${title}: lines`).toBe(isPrinted(expectation) ? 1 : 0)
        const [exchange] = lines
        if (exchange)
          expect
            .soft(viewOfBoth(exchange, expectation, seen, server), title)
            .toEqual(truthOfBoth(expectation, seen, server))
      }
      expect(tap.child.stderr).toContain('0 events and 0 bytes dropped')
    } finally {
      await target.end()
    }
  })

/** EXCHANGE.md: one line for each finished exchange whose request reached a page. */
function isPrinted({ kind, page }: Expectation): boolean {
  return page !== null && (kind === 'document' || kind === 'data' || kind === 'prefetch')
}

/** Of the version's package.json, which names it exactly. */
function versionOf(name: TargetName): string {
  const file = join(ROOT, 'e2e/targets/cases', name, 'package.json')
  return z.object({ dependencies: z.object({ next: z.string() }) }).parse(JSON.parse(readFileSync(file, 'utf8')))
    .dependencies.next
}

test('what goes to the server directly is seen by the agent alone, and the tap changes nothing in it', async ({
  target,
  tapAttached,
}) => {
  const { origin } = await target(CASES)
  const tap = await tapAttached(origin, '--props')
  const marks = ['direct-1', 'tapped-1', 'direct-2', 'tapped-2']
  const seen: RawExchange[] = []
  for (const mark of marks)
    seen.push(await sendMarked(mark.startsWith('direct') ? origin : tap.origin, '/params/5?a=1', mark))
  const found = await stopWith(tap, marks)
  const all = [...found.values()]
  expect(all.map(({ source }) => source)).toEqual(['agent', 'both', 'agent', 'both'])
  expect(all.map(({ wire }) => wire === null)).toEqual([true, false, true, false])
  expect(all.map(({ response }) => response?.wireBytes)).toEqual([
    null,
    seen[1]?.wireBody.length,
    null,
    seen[3]?.wireBody.length,
  ])
  for (const { props, outcome } of all) {
    expect(outcome).toBe('props')
    expect(props?.value).toEqual(all[0]?.props?.value)
  }
  expect(new Set(all.map(({ id }) => id)).size).toBe(4)
})

test('sixty at once over kept connections, and twenty directly: none lost, none doubled, none mixed up', async ({
  target,
  tapAttached,
}) => {
  const { origin } = await target(CASES)
  const build = await buildOf(origin)
  const tap = await tapAttached(origin, '--props')
  const agents = {
    tapped: new Agent({ keepAlive: true, maxSockets: 7 }),
    direct: new Agent({ keepAlive: true, maxSockets: 3 }),
  }
  const asked = Array.from({ length: 80 }, (_, n) => ({
    mark: String(n),
    way: n % 4 === 3 ? ('direct' as const) : ('tapped' as const),
    url: n % 3 === 1 ? `/_next/data/${build}/concurrent.json?n=${n}` : `/concurrent?n=${n}`,
    headers: { 'x-case': String(n), ...(n % 5 === 2 ? { 'accept-encoding': 'gzip' } : {}) },
  }))
  const seen = await Promise.all(
    asked.map(({ way, url, headers }) =>
      ask(way === 'direct' ? origin : tap.origin, url, { headers, agent: agents[way] }),
    ),
  )
  for (const agent of Object.values(agents)) agent.destroy()
  const found = await stopWith(
    tap,
    asked.map(({ mark }) => mark),
  )
  for (const [index, { mark, way, url }] of asked.entries()) {
    const exchange = found.get(mark)
    expect(exchange, url).toMatchObject({
      source: way === 'direct' ? 'agent' : 'both',
      aborted: false,
      request: { url, query: { n: mark } },
      response: { status: 200, wireBytes: way === 'direct' ? null : (seen[index]?.body.length ?? -1) },
      call: { setHeaders: [{ name: 'x-number', value: mark }] },
      props: { value: { n: mark, hello: mark, same: true } },
    })
    if (exchange) expect(gapsOf(exchange), url).toEqual([])
    if (way === 'tapped' && exchange) expect(wireFaults(exchange), url).toEqual([])
  }
  // Seven connections, and on each the requests count up.
  const connections = new Map<number, number[]>()
  for (const { wire } of found.values())
    if (wire) connections.set(wire.connection, [...(connections.get(wire.connection) ?? []), wire.ordinal])
  expect(connections.size).toBe(7)
  for (const ordinals of connections.values())
    expect([...ordinals].sort((a, b) => a - b)).toEqual(ordinals.map((_, index) => index))
})

test('a large answer of a server that is otherwise idle is told soon, and whole', async ({ target, tapAttached }) => {
  const { origin } = await target(CASES)
  const tap = await tapAttached(origin)
  const seen = await sendMarked(tap.origin, '/large?kb=20000', 'large')
  await tap.untilExchanges(1)
  const waited = performance.timeOrigin + performance.now() - seen.endedAt
  expect((await stopWith(tap, ['large'])).get('large')).toMatchObject({
    source: 'both',
    response: { bodyBytes: 20_001_187, wireBytes: 20_001_187 },
    props: { bytes: 20_000_010 },
  })
  console.log(`an answer of 20 MB was told ${waited.toFixed(0)} ms after its end`)
  // Where the agent waited for the server's next turn, it took ten times as long.
  expect(waited).toBeLessThan(5000)
})

test('the same address from many at once, through the tap and directly: each half finds its own other half', async ({
  target,
  tapAttached,
}) => {
  const { origin } = await target(CASES)
  const tap = await tapAttached(origin)
  const agents = { tapped: new Agent({ keepAlive: true, maxSockets: 5 }), direct: new Agent({ keepAlive: true }) }
  const asked = Array.from({ length: 60 }, (_, n) => ({
    mark: String(n),
    way: n % 3 === 2 ? ('direct' as const) : ('tapped' as const),
  }))
  const seen = await Promise.all(
    asked.map(({ mark, way }, n) => {
      // Only the length of its props, which the agent tells, says which of them it is.
      const headers = { 'x-case': mark, cookie: `theme=${'t'.repeat(n + 1)}`, 'user-agent': 'u' }
      return ask(way === 'direct' ? origin : tap.origin, '/headers/reads', { headers, agent: agents[way] })
    }),
  )
  for (const agent of Object.values(agents)) agent.destroy()
  const found = await stopWith(
    tap,
    asked.map(({ mark }) => mark),
  )
  for (const [index, { mark, way }] of asked.entries()) {
    const exchange = found.get(mark)
    expect([exchange?.source, exchange?.props?.bytes, exchange?.response?.bodyBytes], mark).toEqual([
      way === 'direct' ? 'agent' : 'both',
      propsOf(seen[index]?.body.toString() ?? '').propsBytes,
      seen[index]?.body.length,
    ])
  }
})

test('a thousand requests over forty kept connections: each is one exchange, joined, with its own props', async ({
  target,
  tapAttached,
}, info) => {
  const { origin } = await target(CASES)
  const file = info.outputPath('load.ndjson')
  const count = 1000
  const tap = await tapAttached(origin, '--props', '--out', file, '--count', String(count))
  const agent = new Agent({ keepAlive: true, maxSockets: 40 })
  const began = performance.now()
  await Promise.all(
    Array.from({ length: count }, (_, n) =>
      ask(tap.origin, `/params/${n}?n=${n}`, { agent, headers: { 'x-case': String(n) } }),
    ),
  )
  console.log(`${count} requests through the tap in ${(performance.now() - began).toFixed(0)} ms`)
  agent.destroy()
  expect(await tap.child.exit).toBe(0)
  const found = byMark(parseLines(readFileSync(file, 'utf8')))
  expect(found.size).toBe(count)
  for (const [mark, [exchange]] of found) {
    const { request, props, source } = exchange ?? {}
    expect([source, request?.url, props?.value]).toEqual([
      'both',
      `/params/${mark}?n=${mark}`,
      { params: { id: mark }, query: { n: mark, id: mark }, resolvedUrl: `/params/${mark}?n=${mark}` },
    ])
  }
  expect(tap.child.stderr).toMatch(/; 0 events and 0 bytes dropped;.*, 0 not recorded, 0 bytes not kept\n$/)
})

test('requests sent ahead on one connection are told apart', async ({ target, tapAttached }) => {
  const { origin } = await target(CASES)
  const tap = await tapAttached(origin, '--props')
  const requests = PIPELINED
  const { bytes } = await play(tap.port, [pipelinedText('localhost')])
  const answers = readAnswers(
    bytes,
    requests.map(([method]) => method),
  )
  const all = [
    ...(
      await stopWith(
        tap,
        requests.map((_, index) => String(index)),
      )
    ).values(),
  ]
  expect(all.map(({ source }) => source)).toEqual(requests.map(() => 'both'))
  expect(all.map(({ request }) => [request.method, request.url])).toEqual(requests)
  expect(all.map(({ response }) => response?.status)).toEqual([200, 200, 200, 200, 200, 307, 200])
  expect(all.map(({ response }) => response?.headers)).toEqual(answers.map(({ headers }) => headers))
  expect(all.map(({ response }) => response?.wireBytes)).toEqual(answers.map(({ body }) => body.byteLength))
  expect(all.map(({ wire }) => wire?.ordinal)).toEqual([0, 1, 2, 3, 4, 5, 6])
  expect(new Set(all.map(({ wire }) => wire?.connection)).size).toBe(1)
  expect(all.flatMap(gapsOf)).toEqual([])
  expect(all.map(exchange => wireFaults(exchange))).toEqual(requests.map(() => []))
  expect(all[3]?.props?.value).toEqual({ n: '3', hello: '3', same: true })
  expect(all[4]?.props?.value).toEqual({ method: 'POST', body: 'hello' })
  expect(all[6]?.props?.value).toMatchObject({ params: { id: '7' } })
})

test('a client that leaves during the call, and at many places of the answer: aborted, and joined', async ({
  target,
  tapAttached,
}) => {
  const { origin } = await target(CASES)
  const tap = await tapAttached(origin)
  const marks: string[] = []
  const leave = async (path: string, afterBytes: number) => {
    const mark = `leaves-${path}-${afterBytes}`
    marks.push(mark)
    const line = dial(tap.port)
    line.socket.write(`GET ${path} HTTP/1.1\r\nHost: localhost\r\nx-case: ${mark}\r\n\r\n`)
    await line.until(`${afterBytes} bytes`, () => line.bytes().length >= afterBytes)
    line.socket.resetAndDestroy()
  }
  const note = async () => JSON.parse((await ask(origin, '/api/aborted?key=tap')).body.toString())
  const line = dial(tap.port)
  line.socket.write('GET /abortable?key=tap&ms=300 HTTP/1.1\r\nHost: localhost\r\nx-case: away\r\n\r\n')
  await expect.poll(note).toMatchObject({ began: true })
  line.socket.destroy()
  await expect.poll(note).toMatchObject({ closed: true })
  // 20 MB do not fit in what lies between the server and a client: every one of these is cut.
  for (const bytes of [1, 17, 200, 5_000, 70_000, 1_000_000, 9_000_000]) await leave('/large?kb=20000', bytes)
  expect((await sendMarked(tap.origin, '/empty', 'after')).status).toBe(200)
  const found = await stopWith(tap, ['away', ...marks, 'after'])
  expect(found.get('away')).toMatchObject({
    source: 'both',
    aborted: true,
    state: 'finished',
    response: null,
    outcome: 'props',
    props: { bytes: 13 },
    wire: { abortedBy: 'client', received: null },
  })
  for (const mark of marks) {
    const exchange = found.get(mark)
    expect.soft(exchange, mark).toMatchObject({
      source: 'both',
      aborted: true,
      state: 'finished',
      response: { status: 200 },
      outcome: 'props',
      wire: { abortedBy: 'client' },
    })
    // Sent, not received: what was in flight counts.
    expect.soft(exchange?.response?.wireBytes, mark).toBeLessThan(20_000_000)
  }
  expect(found.get('after')).toMatchObject({ source: 'both', aborted: false, props: { bytes: 2 } })
})

test('a server that is killed and started again while the tap stays: 502 in between, then both again', async ({
  tapAttached,
}) => {
  test.setTimeout(START_MS)
  const first = await startOwnTarget()
  const tap = await tapAttached(first.origin, '--props')
  await sendMarked(tap.origin, '/empty', 'before')
  await tap.untilExchanges(1)
  process.kill(first.pid, 'SIGKILL')
  await first.child.exit
  const down = await sendRaw(tap.origin, '/empty')
  expect([down.status, down.body.toString()]).toEqual([502, expect.stringContaining('nothing listens there')])
  await tap.child.until('word of it', ({ stderr }) => stderr.includes(`Pid ${first.pid} ended`))
  const second = await startOwnTarget({}, first.port)
  try {
    await tap.child.until('second “recording”', ({ stderr }) => stderr.includes(`pid ${second.pid})`))
    await sendMarked(tap.origin, '/props', 'after')
    await sendMarked(second.origin, '/props', 'direct')
    const found = await stopWith(tap, ['before', 'after', 'direct'])
    expect([...found.values()].map(({ source, server }) => [source, server.pid])).toEqual([
      ['both', first.pid],
      ['both', second.pid],
      ['agent', second.pid],
    ])
    expect(found.get('after')?.props?.value).toMatchObject({ title: 'Props' })
  } finally {
    await second.child.end()
  }
})

import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { Agent } from 'node:http'
import { connect } from 'node:net'
import { buildOf, sendMarked, stopWith } from './harness/marked.ts'
import { PIPELINED, pipelinedText } from './harness/pipelined.ts'
import { parseLines } from './harness/propscope.ts'
import { readAnswers, sendBytes, sendRaw } from './harness/raw-client.ts'
import { ask } from './harness/requests.ts'
import { START_MS } from './harness/target.ts'
import { expect, test } from './harness/test.ts'

/** What makes captures go wrong: many at once, clients that go away, connections used again, large pages. */
const missing = (what: string): never => {
  throw new Error(`${what} is missing`)
}
const CASES = { name: 'next16', mode: 'start', bundler: 'webpack' } as const

test('sixty requests at once: none lost, none doubled, none mixed up', async ({ target, record }) => {
  const { origin } = await target(CASES)
  const build = await buildOf(origin)
  const recording = await record(origin, '--props')
  const asked = Array.from({ length: 60 }, (_, n) => ({
    n: String(n),
    kind: n % 3 === 1 ? 'data' : 'document',
    url: n % 3 === 1 ? `/_next/data/${build}/concurrent.json?n=${n}` : `/concurrent?n=${n}`,
    headers: n % 3 === 2 ? ([['Accept-Encoding', 'gzip']] as const) : [],
  }))
  const seen = await Promise.all(asked.map(({ n, url, headers }) => sendMarked(origin, url, n, { headers })))
  const found = await stopWith(
    recording,
    asked.map(({ n }) => n),
  )
  for (const [index, { n, kind, url }] of asked.entries()) {
    const { headers, body } = seen[index] ?? missing(url)
    expect(found.get(n), url).toMatchObject({
      kind,
      aborted: false,
      gaps: [],
      request: { url, query: { n } },
      response: { status: 200, headers, bodyBytes: body.byteLength },
      call: { setHeaders: [{ name: 'x-number', value: n }], error: null },
      props: { value: { n, hello: n, same: true } },
    })
    expect(found.get(n)?.call?.durationMs).toBeGreaterThanOrEqual(((Number(n) * 37) % 60) - 1)
  }
})

test('a client that goes away during the call: aborted, and the call is told to its end', async ({
  target,
  record,
}) => {
  const { origin, port } = await target(CASES)
  const recording = await record(origin, '--props')
  const note = async () => JSON.parse((await ask(origin, '/api/aborted?key=hard')).body.toString())
  const socket = connect(port, 'localhost')
  socket.write('GET /abortable?key=hard&ms=400 HTTP/1.1\r\nHost: x\r\nx-case: away\r\n\r\n')
  await expect.poll(note).toMatchObject({ began: true })
  socket.destroy()
  const exchange = (await stopWith(recording, ['away'])).get('away') ?? missing('it')
  expect(await note()).toEqual({ began: true, closed: true, ended: true })
  expect(exchange).toMatchObject({ aborted: true, state: 'finished', response: null, outcome: 'props' })
  expect(exchange.props?.value).toEqual({ key: 'hard' })
  const { startMs, durationMs } = exchange.call ?? missing('it')
  expect(durationMs).toBeGreaterThanOrEqual(399)
  // It was over before the call was.
  expect(exchange.durationMs).toBeLessThan(startMs + (durationMs ?? 0))
})

test('a client that goes away during the answer: aborted, and said to be cut', async ({ target, record }) => {
  const { origin, port } = await target(CASES)
  const recording = await record(origin, '--props')
  const socket = connect(port, 'localhost')
  socket.write('GET /large?kb=20000 HTTP/1.1\r\nHost: x\r\nx-case: cut\r\n\r\n')
  await new Promise(resolve => socket.once('readable', resolve))
  socket.destroy()
  const exchange = (await stopWith(recording, ['cut'])).get('cut') ?? missing('it')
  expect(exchange).toMatchObject({ aborted: true, state: 'finished', response: { status: 200 }, outcome: 'props' })
})

test('one connection used again and again: each request is its own', async ({ target, record }) => {
  const { origin } = await target(CASES)
  const build = await buildOf(origin)
  const recording = await record(origin, '--props')
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  const requests = [
    ['GET', '/empty', undefined],
    ['HEAD', '/props', undefined],
    ['POST', '/echo', 'hello'],
    ['GET', `/_next/data/${build}/params/9.json?id=9`, undefined],
    ['GET', '/ends/end', undefined],
    ['GET', '/throw/later', undefined],
    ['GET', '/slow?ms=20', undefined],
  ] as const
  const seen = await Promise.all(
    requests.map(([method, path, body], index) =>
      ask(origin, path, {
        method,
        agent,
        headers: { 'x-case': String(index), ...(body ? { 'content-length': String(body.length) } : {}) },
        ...(body ? { body } : {}),
      }),
    ),
  )
  agent.destroy()
  const found = await stopWith(
    recording,
    requests.map((_, index) => String(index)),
  )
  const all = [...found.values()]
  expect(all.map(({ request }) => [request.method, request.url])).toEqual(requests.map(([m, u]) => [m, u]))
  expect(all.map(({ response }) => response?.status)).toEqual(seen.map(({ status }) => status))
  expect(all.map(({ response }) => response?.bodyBytes)).toEqual(seen.map(({ body }) => body.byteLength))
  expect(all.map(({ id }) => id)).toEqual(all.map(({ id }) => id).sort())
  expect(all[2]?.props?.value).toEqual({ method: 'POST', body: 'hello' })
  expect(all[3]?.props?.value).toMatchObject({ params: { id: '9' } })
})

test('requests sent ahead on one connection (pipelining)', async ({ target, record }) => {
  const { origin } = await target(CASES)
  const recording = await record(origin, '--props')
  const requests = PIPELINED
  const answers = readAnswers(
    await sendBytes(origin, pipelinedText('x')),
    requests.map(([method]) => method),
  )
  const found = await stopWith(
    recording,
    requests.map((_, index) => String(index)),
  )
  const all = [...found.values()]
  expect(all.map(({ request }) => [request.method, request.url])).toEqual(requests)
  expect(all.map(({ response }) => response?.status)).toEqual([200, 200, 200, 200, 200, 307, 200])
  expect(all.map(({ response }) => response?.headers)).toEqual(answers.map(({ headers }) => headers))
  expect(all.map(({ response }) => response?.bodyBytes)).toEqual(answers.map(({ body }) => body.byteLength))
  expect(all.map(({ aborted, gaps }) => [aborted, gaps])).toEqual(requests.map(() => [false, []]))
  expect(all[0]?.props?.value).toEqual({ ms: 60 })
  expect(all[2]?.props?.value).toMatchObject({ title: 'Props' })
  expect(all[3]?.props?.value).toEqual({ n: '3', hello: '3', same: true })
  expect(all[4]?.props?.value).toEqual({ method: 'POST', body: 'hello' })
  expect(all[6]?.props?.value).toMatchObject({ params: { id: '7' } })
})

for (const kb of [5_000, 50_000])
  test(`a page of ${kb / 1000} MB: its size is right, and its answer the same`, async ({ target, record }, info) => {
    test.setTimeout(START_MS)
    const { origin } = await target(CASES)
    const url = `/large?kb=${kb}`
    const hash = (body: Buffer) => createHash('sha256').update(body).digest('hex')
    const without = await sendRaw(origin, url)
    const file = info.outputPath('large.ndjson')
    const recording = await record(origin, '--props', '--count', '2', '--out', file)
    const plain = await sendMarked(origin, url, 'plain')
    await expect.poll(() => readFileSync(file).includes('\n'), { timeout: 30_000 }).toBe(true)
    const zipped = await sendMarked(origin, url, 'zipped', { headers: [['Accept-Encoding', 'gzip']] })
    expect(await recording.child.exit).toBe(0)
    expect([plain, zipped].map(({ body }) => hash(body))).toEqual([hash(without.body), hash(without.body)])
    expect(plain.headers.filter(([name]) => !/^date$/i.test(name))).toEqual(
      [...without.headers].filter(([name]) => !/^date$/i.test(name)),
    )
    const exchanges = parseLines(readFileSync(file, 'utf8'))
    expect(exchanges).toHaveLength(2)
    for (const { props, response } of exchanges) {
      expect(response?.bodyBytes).toBe(without.body.byteLength)
      expect(props).toMatchObject({ bytes: kb * 1000 + 10, keys: [{ path: 'rows', bytes: kb * 1000 + 1 }] })
      expect(JSON.stringify(props?.value).length).toBe(kb * 1000 + 10)
    }
    expect(recording.child.stderr).toContain('0 events and 0 bytes dropped')
  })

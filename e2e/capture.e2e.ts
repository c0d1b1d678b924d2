import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import type { Exchange } from '../shared/exchange.ts'
import { type Asked, truthOf, viewOf } from './harness/case-truth.ts'
import { ROOT } from './harness/child.ts'
import { buildOf, byMark, markOf, sendMarked } from './harness/marked.ts'
import type { Recording } from './harness/propscope.ts'
import type { RawExchange } from './harness/raw-client.ts'
import { answersOf } from './harness/same-bytes.ts'
import { expect, type TapFixtures, test } from './harness/tapped.ts'
import { START_MS, startTarget } from './harness/target.ts'
import { chosenRows, titleOf } from './matrix/rows.ts'
import { expectationsOf } from './targets/cases/differences.ts'
import type { Expectation, TargetName } from './targets/cases/expectation.ts'
import { expectations as common } from './targets/cases/expectations.ts'

/**
 * What `propscope record` says of each request to the nasty pages, against what they truly do (targets/cases/expectations.ts) and against what
 * a client of our own saw on the wire. PROPSCOPE_MATRIX=full asks every row of matrix/rows.ts; without it some of each major version.
 */
const AT_ONCE = 8

interface Sent {
  readonly mark: string
  readonly expectation: Expectation
  readonly seen: RawExchange
}

for (const row of chosenRows) {
  const { name, mode } = row
  test(`${titleOf(row)}: every field of every exchange is true, and every answer is the same`, async ({
    record,
    tapAttached,
  }) => {
    test.setTimeout(START_MS + 240_000)
    const target = await startTarget(row)
    try {
      const server: Asked = { name, mode, origin: target.origin, pid: target.pid, next: versionOf(name) }
      // In dev, asking would compile the pages, and the record shall say that of the first requests.
      const untouched = mode === 'start' ? await answersOf(target.origin, await buildOf(target.origin), mode) : null
      const recording = await record(target.origin, '--props')
      expect(recording.banner).toBe(`recording ${target.origin} (next ${server.next} ${mode}, pid ${target.pid})`)
      const expectations = expectationsOf(name, common)
      const build = await buildOf(target.origin)
      // One after another: in dev this is also what compiles each page.
      const plain: Sent[] = []
      for (const [index, expectation] of expectations.entries())
        plain.push(await send(target.origin, build, expectation, `plain-${index}`, []))
      const zipped = await inPool(AT_ONCE, expectations, (expectation, index) =>
        send(target.origin, build, expectation, `gzip-${index}`, [['Accept-Encoding', 'gzip']]),
      )
      const sent = [...plain, ...zipped]
      const recorded = await collect(recording, sent)
      for (const one of sent) check(one, recorded.get(one.mark) ?? [], server)
      expect(recording.child.stderr).toMatch(/; 0 events and 0 bytes dropped; agent \d+\.\d+ ms a request[^;]*\n$/)
      await checkAnswers(target.origin, build, mode, untouched, tapAttached)
    } finally {
      await target.end()
    }
  })
}

/** The same requests with the agent, with agent and tap, and after both: status, headers and body are what they are without, byte for byte. */
async function checkAnswers(
  origin: string,
  build: string,
  mode: 'dev' | 'start',
  untouched: readonly unknown[] | null,
  attach: TapFixtures['tapAttached'],
): Promise<void> {
  const after = await answersOf(origin, build, mode)
  const alone = untouched ?? after
  expect.soft(after, 'after a detach').toEqual(alone)
  const recording = await attach(origin, '--props')
  expect.soft(await answersOf(origin, build, mode), 'with the agent').toEqual(alone)
  expect.soft(await answersOf(recording.origin, build, mode), 'with agent and tap').toEqual(alone)
  await recording.stop()
  expect.soft(await answersOf(origin, build, mode), 'after both').toEqual(alone)
}

/** Waits until all are there that shall be, and ends the recording: what comes on top is then there too. */
async function collect(recording: Recording, sent: readonly Sent[]): Promise<Map<string, Exchange[]>> {
  const wanted = sent.filter(({ expectation }) => isPrinted(expectation)).length
  // Where one is missing, its own check below says which.
  await recording.untilExchanges(wanted, exchange => markOf(exchange) !== null).catch(() => [])
  const exchanges = await recording.stop()
  // API routes are asked by the pages themselves too: no such line, whoever asked.
  for (const { kind, request } of exchanges) expect.soft(kind, request.url).not.toMatch(/^(api|asset|other)$/)
  return byMark(exchanges)
}

function check({ mark, expectation, seen }: Sent, found: readonly Exchange[], server: Asked): void {
  const title = `${server.name} ${server.mode} ${mark}: ${seen.method} ${seen.url}`
  const [exchange] = found
  expect.soft(found.length, `${title}: lines`).toBe(isPrinted(expectation) ? 1 : 0)
  if (!exchange) return
  const truth = truthOf(expectation, seen, server)
  expect.soft(viewOf(exchange, expectation, seen, server), title).toEqual(truth)
}

/** EXCHANGE.md: one line for each finished exchange whose request reached a page. */
function isPrinted({ kind, page }: Expectation): boolean {
  return page !== null && (kind === 'document' || kind === 'data' || kind === 'prefetch')
}

async function send(
  origin: string,
  build: string,
  expectation: Expectation,
  mark: string,
  more: readonly (readonly [string, string])[],
): Promise<Sent> {
  const { method, path, headers, body } = expectation.request
  const asked = { method, headers: [...Object.entries(headers), ...more], body }
  const seen = await sendMarked(origin, path.replace('{build}', build), mark, asked)
  return { mark, expectation, seen }
}

/** Of the version's package.json, which names it exactly. */
function versionOf(name: TargetName): string {
  const file = join(ROOT, 'e2e/targets/cases', name, 'package.json')
  return z.object({ dependencies: z.object({ next: z.string() }) }).parse(JSON.parse(readFileSync(file, 'utf8')))
    .dependencies.next
}

async function inPool<T, R>(size: number, items: readonly T[], work: (item: T, index: number) => Promise<R>) {
  const results: R[] = []
  let next = 0
  const worker = async () => {
    for (let index = next++; index < items.length; index = next++) {
      const item = items[index]
      if (item !== undefined) results[index] = await work(item, index)
    }
  }
  await Promise.all(Array.from({ length: size }, worker))
  return results
}

import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT, startChild, untilGone } from './harness/child.ts'
import { startLoad } from './harness/load.ts'
import { sendMarked, stopWith } from './harness/marked.ts'
import { inspectorOf, startOwnTarget } from './harness/own-target.ts'
import { parseLines } from './harness/propscope.ts'
import { START_MS } from './harness/target.ts'
import { expect, test } from './harness/test.ts'

/** `propscope record` as EXCHANGE.md fixes it: its targets, its options, its end. */
const CASES = { name: 'next16', mode: 'start', bundler: 'webpack' } as const
const CLI = join(ROOT, 'out/main/cli.js')

test('attaches by origin, port and pid, in less than five seconds', async ({ target, record }) => {
  const { origin, port, pid } = await target(CASES)
  for (const form of [origin, String(port), String(pid), `localhost:${port}`]) {
    const begun = performance.now()
    const recording = await record(form)
    const tookMs = performance.now() - begun
    console.log(`attached by ${form} in ${tookMs.toFixed(0)} ms, with the start of the command`)
    expect(recording.banner, form).toMatch(new RegExp(`^recording ${origin} .*pid ${pid}\\)$`))
    expect(tookMs).toBeLessThan(5000)
    await sendMarked(origin, '/empty', form)
    await stopWith(recording, [form])
  }
})

test('uses an inspector that is open, by its URL, its address or the origin, and leaves it open', async ({
  record,
}) => {
  test.setTimeout(START_MS)
  const server = await startOwnTarget({ NODE_OPTIONS: '--inspect=0' })
  try {
    const url = inspectorOf(server)
    for (const form of [url.href, url.host, server.origin]) {
      const recording = await record(form)
      expect(recording.banner, form).toContain(`pid ${server.pid})`)
      await sendMarked(server.origin, '/empty', form)
      await stopWith(recording, [form])
      expect((await fetch(`http://${url.host}/json/version`)).status).toBe(200)
    }
  } finally {
    await server.child.end()
  }
})

test('a server that is killed is waited for, and the next one on its port recorded', async ({ record }) => {
  test.setTimeout(START_MS)
  const first = await startOwnTarget()
  const recording = await record(first.origin, '--props')
  await sendMarked(first.origin, '/empty', 'before')
  await recording.untilExchanges(1)
  process.kill(first.pid, 'SIGKILL')
  await first.child.exit
  await recording.child.until('word of it', ({ stderr }) => stderr.includes(`Pid ${first.pid} ended`))
  const second = await startOwnTarget({}, first.port)
  try {
    await recording.child.until('second “recording”', ({ stderr }) => stderr.includes(`pid ${second.pid})`))
    await sendMarked(second.origin, '/empty', 'after')
    const found = await stopWith(recording, ['before', 'after'])
    expect([...found.values()].map(({ server }) => server.pid)).toEqual([first.pid, second.pid])
  } finally {
    await second.child.end()
  }
})

test('what was answered right before Ctrl-C is printed', async ({ target, record }) => {
  const { origin } = await target(CASES)
  for (const mark of ['one', 'two', 'three']) {
    const recording = await record(origin, '--props')
    const { body } = await sendMarked(origin, '/large?kb=200', mark)
    const exchanges = await recording.stop()
    // What JSON loses is looked for after the answer: there was no time for that.
    expect(exchanges).toMatchObject([
      { state: 'finished', aborted: false, response: { bodyBytes: body.byteLength }, props: { bytes: 200_010 } },
    ])
  }
})

test('--count, --for and --out end it and fill the file', async ({ target, record }, info) => {
  const { origin } = await target(CASES)
  const file = info.outputPath('out.ndjson')
  const counted = await record(origin, '--count', '2', '--out', file)
  for (const mark of ['1', '2', '3']) await sendMarked(origin, '/empty', mark)
  expect(await counted.child.exit).toBe(0)
  expect(counted.child.stdout).toBe('')
  const exchanges = parseLines(readFileSync(file, 'utf8'))
  expect(exchanges).toHaveLength(2)
  // Without --props there are sizes, and no values.
  for (const { props } of exchanges) expect(props).toEqual({ bytes: 2, keys: [], lost: [], truncated: false })

  const begun = performance.now()
  const timed = await record(origin, '--for', '1s')
  await sendMarked(origin, '/empty', 'timed')
  expect(await timed.child.exit).toBe(0)
  expect(performance.now() - begun).toBeGreaterThan(990)
  expect(timed.exchanges()).toHaveLength(1)
})

test('of a server under load a burst of answers is kept, the others are counted and say so; --every-body keeps all', async ({
  target,
  record,
}) => {
  const { origin } = await target(CASES)
  for (const every of [false, true]) {
    const recording = await record(origin, ...(every ? ['--every-body'] : []))
    const load = startLoad(origin, '/large?kb=10', 16)
    let asked = 0
    await expect.poll(() => (asked += load.lap().answers), { timeout: 30_000 }).toBeGreaterThan(1200)
    await load.stop()
    asked += load.lap().answers
    const exchanges = await recording.stop()
    // None is lost, and none is like one that returned nothing.
    expect(exchanges).toHaveLength(asked)
    const unkept = exchanges.filter(one => one.unkept === 'load')
    const kept = exchanges.filter(one => one.unkept === null)
    expect(kept.length + unkept.length).toBe(asked)
    for (const one of kept) expect(one.props).toMatchObject({ bytes: 10_010 })
    const bodyBytes = kept[0]?.response?.bodyBytes
    for (const one of unkept) {
      expect(one).toMatchObject({ outcome: 'props', props: { bytes: null }, response: { status: 200, bodyBytes } })
      expect(one.gaps).toContain(`${bodyBytes} bytes of the answer were not kept: the server was under load.`)
    }
    const said = /(\d+) answers not kept, with their props: the server was under load/.exec(recording.child.stderr)
    expect(said === null ? 0 : Number(said[1])).toBe(unkept.length)
    expect(kept.length).toBeGreaterThanOrEqual(500)
    if (every) expect(unkept).toEqual([])
    else expect(unkept.length).toBeGreaterThan(0)
  }
})

test('a file that cannot be written is a failure, and named', async ({ target, run }, info) => {
  const { origin } = await target(CASES)
  const file = info.outputPath('no', 'such', 'folder.ndjson')
  const child = run('record', '--attach', origin, '--out', file)
  expect(await child.exit).toBe(1)
  expect(child.stderr).toContain(file)
  expect(existsSync(file)).toBe(false)
})

test('a reader that goes away ends it quietly', async ({ target }) => {
  test.skip(process.platform === 'win32', 'needs a POSIX shell')
  const { origin } = await target(CASES)
  const script = 'set -o pipefail; "$0" "$1" record --attach "$2" | head -n 1; echo "left $?"'
  const child = startChild(['bash', '-c', script, process.execPath, CLI, origin])
  try {
    await child.until('“recording” line', ({ stderr }) => /^recording /m.test(stderr))
    await sendMarked(origin, '/empty', 'read')
    await child.until('the line', ({ stdout }) => stdout.includes('\n'))
    const ended = () => child.stdout.includes('left ')
    await expect
      .poll(async () => {
        if (!ended()) await sendMarked(origin, '/empty', 'unread')
        return ended()
      })
      .toBe(true)
    expect(child.stdout).toMatch(/left 0\n$/)
    expect(child.stderr).not.toMatch(/^\s+at |Error|EPIPE/m)
  } finally {
    await child.end()
    await untilGone(child.pid)
  }
})

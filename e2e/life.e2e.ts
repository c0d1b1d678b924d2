import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { untilGone } from './harness/child.ts'
import { startLoad } from './harness/load.ts'
import { sendMarked, stopWith } from './harness/marked.ts'
import { inspectorOf, startOwnTarget } from './harness/own-target.ts'
import { stateOf } from './harness/process-state.ts'
import { ask } from './harness/requests.ts'
import { startShopCopy } from './harness/shop-copy.ts'
import { START_MS } from './harness/target.ts'
import { expect, test } from './harness/test.ts'

/** A day beside a server: either side is killed or stands still, and pages change under both. */

const LINUX = process.platform === 'linux'
const filesOf = (pid: number) => readdirSync(`/proc/${pid}/fd`).length
const megabytesOf = (pid: number) =>
  Number(/^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024
const ringsOf = (pid: number) =>
  existsSync('/dev/shm') ? readdirSync('/dev/shm').filter(name => name.startsWith(`propscope-ring-${pid}-`)) : []

test('Propscope is killed with -9 under load: the server neither stops nor slows nor grows, and the next one attaches', async ({
  record,
}) => {
  test.skip(!LINUX, 'looks into /proc')
  test.setTimeout(START_MS)
  const server = await startOwnTarget({ NODE_OPTIONS: '--inspect=0' })
  const inspector = inspectorOf(server)
  const begin = () => startLoad(server.origin, '/large?kb=100', 8)
  let load = begin()
  /** Laps by answers, not by time, so that a busy machine only takes longer. */
  const afterAnswers = async (wanted: number) => {
    const laps = [load.lap()]
    await expect
      .poll(() => laps.push(load.lap()) && laps.slice(1).reduce((sum, { answers }) => sum + answers, 0), {
        intervals: [50],
        timeout: 60_000,
      })
      .toBeGreaterThan(wanted)
    const counted = laps.slice(1)
    return {
      wrong: counted.reduce((sum, { wrong }) => sum + wrong, 0),
      longestMs: Math.max(...counted.map(({ longestMs }) => longestMs)),
    }
  }
  try {
    await afterAnswers(300)
    await load.stop()
    await stateOf(inspector)
    const untouched = await stateOf(inspector)
    load = begin()
    await afterAnswers(50)
    const filesBefore = filesOf(server.pid)
    const recording = await record(server.origin, '--out', '/dev/null')
    const attached = await afterAnswers(300)
    const { pid } = recording.child
    recording.child.kill('SIGKILL')
    await untilGone(pid)
    const alone = await afterAnswers(300)
    const megabytes = megabytesOf(server.pid)
    const later = await afterAnswers(800)
    expect([attached.wrong, alone.wrong, later.wrong]).toEqual([0, 0, 0])
    expect(alone.longestMs).toBeLessThan(Math.max(1000, 4 * attached.longestMs))
    expect(megabytesOf(server.pid)).toBeLessThan(megabytes + 100)
    expect(ringsOf(pid)).toEqual([])
    // Its socket and its ring are let go.
    await expect.poll(() => filesOf(server.pid)).toBeLessThanOrEqual(filesBefore + 1)
    await load.stop()
    // It took itself out: no function, listener, timer or channel of ours slows what comes after.
    await expect.poll(() => stateOf(inspector)).toEqual(untouched)
    const next = await record(server.origin, '--props')
    await sendMarked(server.origin, '/props', 'next')
    expect((await stopWith(next, ['next'])).get('next')).toMatchObject({ outcome: 'props', gaps: [] })
  } finally {
    await load.stop()
    await server.child.end()
  }
})

test('either side stands still for a while, as in a debugger or a laptop that sleeps', async ({ record }) => {
  test.skip(process.platform === 'win32', 'no SIGSTOP there')
  test.setTimeout(START_MS)
  const server = await startOwnTarget()
  try {
    const recording = await record(server.origin, '--props')
    const { pid } = recording.child
    // The recorder: what the server does meanwhile is there when it goes on.
    process.kill(pid, 'SIGSTOP')
    const meanwhile = ['a', 'b', 'c', 'd']
    for (const mark of meanwhile) expect((await sendMarked(server.origin, '/props', mark)).status).toBe(200)
    process.kill(pid, 'SIGCONT')
    await recording.untilExchanges(meanwhile.length)
    // The server, with a request on its way.
    process.kill(server.pid, 'SIGSTOP')
    const stoppedAt = Date.now()
    const held = sendMarked(server.origin, '/props', 'held')
    await new Promise(resolve => setTimeout(resolve, 1200))
    process.kill(server.pid, 'SIGCONT')
    expect((await held).status).toBe(200)
    await sendMarked(server.origin, '/props', 'after')
    const found = await stopWith(recording, [...meanwhile, 'held', 'after'])
    for (const exchange of found.values()) expect(exchange).toMatchObject({ outcome: 'props', gaps: [] })
    // It came to the server when that went on.
    expect(found.get('held')?.startedAt).toBeGreaterThan(stoppedAt + 1000)
    expect(found.get('after')?.startedAt).toBeLessThan(Date.now())
  } finally {
    process.kill(server.pid, 'SIGCONT')
    await server.child.end()
  }
})

const PAGE = (version: number) => `
const counted = globalThis as typeof globalThis & { pageCalls?: number }
export async function getServerSideProps() {
  counted.pageCalls = (counted.pageCalls ?? 0) + 1
  return { props: { version: ${version}, calls: counted.pageCalls } }
}
export default function Page({ version }: { version: number }) {
  return <p>version {version}</p>
}
`

test('a page module that HMR replaces a hundred times is called once for each request', async ({ record }) => {
  test.setTimeout(START_MS)
  const shop = await startShopCopy()
  const file = join(shop.folder, 'pages', 'changing.tsx')
  const get = async () => (await ask(shop.origin, '/changing')).body.toString()
  try {
    writeFileSync(file, PAGE(0))
    await get()
    const recording = await record(shop.origin, '--props')
    let sent = 0
    for (let version = 1; version <= 100; version += 1) {
      writeFileSync(file, PAGE(version))
      await expect
        .poll(
          async () => {
            sent += 1
            return get()
          },
          { intervals: [20], timeout: 30_000 },
        )
        .toContain(`"version":${version},`)
    }
    await recording.untilExchanges(sent)
    const calls = (await recording.stop()).map(({ props }) => props?.value as { version: number; calls: number })
    console.log(`100 versions of a page, ${sent} requests`)
    // Lines are written as they are done, and two may be done in the other order.
    const counted = calls.map(call => call.calls).sort((a, b) => a - b)
    expect(counted).toEqual(Array.from({ length: sent }, (_, index) => index + 2))
    expect(new Set(calls.map(call => call.version)).size).toBe(101 - (calls[0]?.version === 0 ? 0 : 1))
  } finally {
    await shop.end()
  }
})

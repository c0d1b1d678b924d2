import { join } from 'node:path'
import { startApart, whyNotApart } from './harness/apart.ts'
import { ROOT } from './harness/child.ts'
import { startRecordingWith } from './harness/propscope.ts'
import { START_MS, startTarget } from './harness/target.ts'
import { expect, test } from './harness/test.ts'
import { freePort } from './targets/serving/ports.mjs'

/** A server as in a container whose ports are published as others: only its inspector is reached, over a forward. */
const SHOP = join(ROOT, 'e2e/targets/shop')
const WEB = 3000
const INSPECTOR = 9229

const why = whyNotApart()
if (why !== null) console.log(`Skipping the server in a network of its own: ${why}.`)

test('a server in processes and a network of its own is attached to where its inspector is handed on, and both halves of a request meet', async ({
  run,
}) => {
  test.skip(why !== null, why ?? '')
  test.setTimeout(START_MS)
  // Installs and builds what is missing, which needs the network.
  await (await startTarget({ name: 'shop', mode: 'start' })).end()
  const next = join(SHOP, 'node_modules/next/dist/bin/next')
  const server = await startApart(
    [process.execPath, `--inspect=127.0.0.1:${INSPECTOR}`, next, 'start', '--port', String(WEB)],
    [WEB, INSPECTOR],
    { cwd: SHOP, env: { NEXT_DIST_DIR: '.next/start-turbopack' } },
  )
  try {
    await server.child.until('ready line', ({ stdout }) => stdout.includes('Ready in'))
    const [web, inspector] = server.ports
    const origin = `http://localhost:${web}`
    expect((await fetch(`${origin}/login`)).status).toBe(200)

    const notSeen = run('record', '--attach', origin)
    expect(await notSeen.exit).toBe(1)
    expect(notSeen.stderr).toContain('inspector is handed on')

    const tap = await freePort()
    const target = `localhost:${inspector} at localhost:${web}`
    const recording = await startRecordingWith(['--attach', target, '--tap', String(tap), '--props'])
    try {
      expect(recording.banner).toMatch(
        new RegExp(`^recording ${origin} \\(next [\\d.]+ start, pid \\d+\\), over the inspector connection`),
      )
      for (const path of ['/login', '/login?next=/cart'])
        expect((await fetch(`http://localhost:${tap}${path}`)).status).toBe(200)
      expect((await (await fetch(`${origin}/cases/large`)).text()).length).toBeGreaterThan(100_000)
      await recording.untilExchanges(3)
    } finally {
      const found = await recording.stop()
      expect(found.map(({ source, request, outcome }) => [source, request.url, outcome]).sort()).toEqual([
        ['agent', '/cases/large', 'props'],
        ['both', '/login', 'props'],
        ['both', '/login?next=/cart', 'props'],
      ])
      expect(found.map(({ call }) => call !== null)).toEqual([true, true, true])
      expect(found.find(({ request }) => request.url === '/login?next=/cart')?.props?.value).toEqual({ next: '/cart' })
    }
    expect((await fetch(`${origin}/login`)).status).toBe(200)
  } finally {
    await server.end()
  }
})

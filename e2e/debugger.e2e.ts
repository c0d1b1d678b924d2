import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import CDP from 'chrome-remote-interface'
import { type Company, companyOf } from './harness/company.ts'
import { sendMarked, stopWith } from './harness/marked.ts'
import { inspectorOf } from './harness/own-target.ts'
import { START_MS } from './harness/target.ts'
import { expect, test } from './harness/test.ts'
import { isFull } from './matrix/rows.ts'
import { listenerOf } from './targets/serving/ports.mjs'

/** The user's own debugger, attached before us or after us: its session, its breakpoints and its port are left alone. */

interface Paused {
  readonly hitBreakpoints?: readonly string[]
}

/** A debugger with a breakpoint in the call of `/plain`. */
async function debuggerAt(inspector: URL, { folder }: Company) {
  const client = await CDP({ target: inspector.href, local: true })
  let gone = false
  client.on('disconnect', () => {
    gone = true
  })
  await client.Runtime.enable()
  await client.Debugger.enable({})
  const file = join(folder, '.next/start-webpack/server/pages/plain.js')
  const columnNumber = readFileSync(file, 'utf8').split('\n')[0]?.indexOf('setHeader("X-Own"') ?? -1
  expect(columnNumber).toBeGreaterThan(0)
  const { breakpointId } = await client.Debugger.setBreakpointByUrl({
    urlRegex: '.*/server/pages/plain\\.js$',
    lineNumber: 0,
    columnNumber,
  })
  return {
    /** Resolves when the server stands at the breakpoint. */
    paused: async () => {
      const { hitBreakpoints } = await new Promise<Paused>(resolve => client.Debugger.on('paused', resolve))
      expect(hitBreakpoints).toEqual([breakpointId])
    },
    resume: () => client.send('Debugger.resume', {}),
    isGone: () => gone,
    close: () => client.close(),
  }
}
type Debugger = Awaited<ReturnType<typeof debuggerAt>>

/** Asks `/plain`, which stops at the breakpoint, and lets it go on. */
async function askThrough(debug: Debugger, { origin }: Company, mark: string): Promise<void> {
  const paused = debug.paused()
  const answer = sendMarked(origin, '/plain', mark)
  await paused
  await debug.resume()
  expect((await answer).status).toBe(200)
}

for (const next of isFull ? (['next14', 'next15', 'next16'] as const) : (['next16'] as const)) {
  test(`${next} start beside a debugger that was there before us: it keeps its session, its breakpoints and its port`, async ({
    record,
    run,
  }) => {
    test.setTimeout(START_MS)
    const server = await companyOf({ who: '', server: 'next', next })
    try {
      await sendMarked(server.origin, '/plain', 'loads')
      const inspector = inspectorOf(server)
      const debug = await debuggerAt(inspector, server)
      await askThrough(debug, server, 'before')
      const recording = await record(server.origin, '--props')
      await askThrough(debug, server, 'attached')
      const found = await stopWith(recording, ['attached'])
      expect(found.get('attached')).toMatchObject({ outcome: 'props', props: { value: { said: 'plain' } } })
      await askThrough(debug, server, 'after')

      // Attached to while it stands at a breakpoint: it is said in words, and the server goes on when it is let go.
      const paused = debug.paused()
      const answer = sendMarked(server.origin, '/plain', 'standing')
      await paused
      const refused = run('record', '--attach', server.origin)
      expect(await refused.exit).toBe(1)
      expect(refused.stderr).toMatch(/did not connect back within.*\n.*at a breakpoint, let it go on/)
      await debug.resume()
      expect((await answer).status).toBe(200)
      await askThrough(debug, server, 'later')

      expect(debug.isGone()).toBe(false)
      await debug.close()
      expect(listenerOf(Number(inspector.port))).toBe(server.pid)
    } finally {
      await server.end()
    }
  })

  test(`${next} start beside a debugger that comes after us: it finds the inspector free, and is not disturbed when we go`, async ({
    record,
  }) => {
    test.setTimeout(START_MS)
    // SIGUSR1 opens the inspector at a free port: others on this machine want 9229.
    const server = await companyOf({ who: '', server: 'next', next, node: '--inspect-port=0' })
    try {
      await sendMarked(server.origin, '/plain', 'loads')
      const recording = await record(server.origin, '--props')
      await expect.poll(() => server.child.stderr).toContain('Debugger ending on')
      const opened = server.child.stderr.length
      process.kill(server.pid, 'SIGUSR1')
      const url = await server.child.until(
        'inspector',
        ({ stderr }) => /Debugger listening on (ws:\/\/\S+)\n/.exec(stderr.slice(opened))?.[1],
      )
      const inspector = new URL(url)
      const debug = await debuggerAt(inspector, server)
      await askThrough(debug, server, 'attached')
      const found = await stopWith(recording, ['attached'])
      expect(found.get('attached')).toMatchObject({ outcome: 'props', props: { value: { said: 'plain' } } })
      await askThrough(debug, server, 'after')
      const again = await record(server.origin, '--props')
      await askThrough(debug, server, 'again')
      await stopWith(again, ['again'])
      await askThrough(debug, server, 'last')
      expect(debug.isGone()).toBe(false)
      await debug.close()
      expect(listenerOf(Number(inspector.port))).toBe(server.pid)
    } finally {
      await server.end()
    }
  })
}

import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createDemo, findScript } from './demo.ts'
import { until } from './small-server.ts'

/** Against small scripts that keep the contract of serve.mjs; the real shop is started by the end-to-end tests. */
let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'propscope-demo-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

async function script(code: string): Promise<string> {
  const path = join(folder, `serve-${Math.random()}.mjs`)
  await writeFile(path, code)
  return path
}

const serving = `
  console.error('[shop] Installing the shop')
  console.error('[shop] ')
  console.log('not the line')
  setTimeout(() => console.log(JSON.stringify({ origin: 'http://localhost:1', pid: process.pid, upstream: 'http://127.0.0.1:2' })), 20)
  process.on('disconnect', () => process.exit(0))
  setInterval(() => {}, 1000)`

describe('the demo', () => {
  test('starts once, says what it does, and ends', async () => {
    const demo = createDemo({ script: await script(serving) })
    const states: string[] = []
    demo.onChange(({ kind, step }) => states.push(`${kind}: ${step}`))
    const [first, second] = await Promise.all([demo.start(), demo.start()])
    expect(first).toMatchObject({ ok: true, value: { origin: 'http://localhost:1', upstream: 'http://127.0.0.1:2' } })
    expect(second).toBe(first)
    expect(demo.state.kind).toBe('running')
    await demo.stop()
    expect(states).toEqual([
      'starting: Starting the demo shop',
      'starting: Installing the shop',
      'running: null',
      'stopped: null',
    ])
    const pid = first.ok ? first.value.pid : 0
    expect(() => process.kill(pid, 0)).toThrow('ESRCH')
    expect(await demo.start()).toMatchObject({ ok: true })
    await demo.stop()
  })

  test('a shop that does not start', async () => {
    const demo = createDemo({ script: await script(`console.error('no network'); process.exitCode = 1`) })
    const result = await demo.start()
    expect(result).toMatchObject({ ok: false, problem: { code: 'demo-failed', detail: 'no network' } })
    expect(demo.state.kind).toBe('stopped')
  })

  test('a start that is given up', async () => {
    const demo = createDemo({ script: await script(`console.error('still installing'); setInterval(() => {}, 1000)`) })
    const starting = demo.start()
    await until('the first step', () => demo.state.step === 'still installing')
    await demo.stop()
    expect(await starting).toMatchObject({ ok: false, problem: { code: 'not-attached' } })
    expect(demo.state.kind).toBe('stopped')
  })

  test('a shop that dies later can be started again', async () => {
    const demo = createDemo({ script: await script(serving) })
    const first = await demo.start()
    process.kill(first.ok ? first.value.pid : 0, 'SIGKILL')
    await until('it is stopped', () => demo.state.kind === 'stopped')
    const second = await demo.start()
    expect(second.ok && first.ok && second.value.pid !== first.value.pid).toBe(true)
    await demo.stop()
  })

  test('an installation without the shop', async () => {
    const demo = createDemo({ script: findScript(folder) })
    expect(demo.state.kind).toBe('unavailable')
    expect(await demo.start()).toMatchObject({ ok: false, problem: { code: 'demo-unavailable' } })
    await demo.stop()
  })

  test('this checkout has one', () => {
    expect(findScript()).toBe(join(import.meta.dirname, '../../e2e/targets/shop/serve.mjs'))
  })
})

import { expect, it } from 'vitest'
import { fail, ok, type Problem } from '../../shared/problem.ts'
import type { Settings } from '../settings/settings.ts'
import type { RecordingTap } from './recording-tap.ts'
import type { CaptureSession } from './session.ts'
import type { Sessions } from './sessions.ts'
import { createTapControl } from './tap-control.ts'

/** Taps that only say what they were asked; ports in `taken` cannot be had. */
function setup(taken: readonly number[] = [], remembered: number | null = null, others: readonly number[] = []) {
  const log: string[] = []
  const change = new Map<number, (problem: Problem | null) => void>()
  const session = (origin: string): CaptureSession => ({
    origin,
    agent: () => ({ events() {}, body() {} }),
    cut() {},
    buildId: null,
    replay() {},
    settled: async () => {},
    close() {},
    async openTap({ target, port: asked, onChange }) {
      const port = asked ?? 50_000
      if (taken.includes(port)) return fail('tap-failed', `Port ${port} is taken.`, 'Give another.')
      log.push(`open ${port} ${target}`)
      const state: { problem: Problem | null } = { problem: null }
      change.set(port, problem => {
        state.problem = problem
        onChange?.()
      })
      const tap: RecordingTap = {
        port,
        origin: `http://localhost:${port}`,
        target,
        connections: 0,
        requests: 0,
        droppedRequests: 0,
        droppedBytes: 0,
        down: null,
        get problem() {
          return state.problem
        },
        faults: 0,
        lastFault: null,
        setRecording: on => void log.push(`record ${port} ${on}`),
        settled: async () => {},
        close: async () => {},
      }
      return ok({ tap, close: async () => void log.push(`close ${port}`) })
    },
  })
  const sessions: Sessions = { of: session, cut() {}, settled: async () => {}, close() {} }
  const settings: Settings = {
    tapPort: async () => remembered,
    layout: async () => null,
    rememberLayout: async () => {},
    editor: async () => 'auto',
    rememberEditor: async () => {},
    requests: async () => [],
    changeRequests: async () => [],
    silencedRules: async () => [],
    silenceRule: async () => undefined,
    rememberTapPort: async (project, port) => void log.push(`remember ${project} ${port}`),
  }
  const changes = { all: 0, counts: 0 }
  const control = createTapControl({
    sessions,
    settings,
    folderOf: async origin => (origin.endsWith(':3000') ? '/shop' : null),
    takenBy: port => (others.includes(port) ? 'another server' : null),
    onOpen: tap => void log.push(`opened ${tap.port}`),
    onChange: () => (changes.all += 1),
    onCount: () => (changes.counts += 1),
  })
  return { control, log, change, changes }
}
const SHOP = 'http://localhost:3000'

it('takes the port beside the target’s where none is remembered, and remembers it for the folder', async () => {
  const { control, log, changes } = setup()
  const opening = control.open(SHOP, null)
  expect(control.state.kind).toBe('off')
  expect(await opening).toMatchObject({ ok: true, value: { port: 4000, target: SHOP } })
  expect(log).toEqual(['open 4000 http://localhost:3000', 'record 4000 true', 'opened 4000', 'remember /shop 4000'])
  expect([control.state.kind, changes]).toEqual(['open', { all: 2, counts: 0 }])
})

it('takes any port where the wished one is taken; only the first is remembered by itself', async () => {
  const first = setup([4000])
  await first.control.open(SHOP, null)
  expect(first.log.at(-1)).toBe('remember /shop 50000')
  const again = setup([4100], 4100)
  expect(await again.control.open(SHOP, null)).toMatchObject({ value: { port: 50_000, missedPort: 4100 } })
  expect(again.log).toEqual(['open 50000 http://localhost:3000', 'record 50000 true', 'opened 50000'])
  expect([first.control.state, again.control.state]).toMatchObject([{ missedPort: null }, { missedPort: 4100 }])
  expect(await again.control.open(SHOP, 4200)).toMatchObject({ value: { port: 4200, missedPort: null } })
})

it('remembers by origin where there is no folder, and knows no port above all others', async () => {
  const { control, log } = setup()
  await control.open('http://127.0.0.1:65000/', null)
  expect(log.filter(line => line.startsWith('open ') || line.startsWith('remember'))).toEqual([
    'open 50000 http://127.0.0.1:65000',
    'remember http://127.0.0.1:65000 50000',
  ])
})

it('fails when its tap goes by itself, and can be opened again', async () => {
  const { control, log, change, changes } = setup()
  await control.open(SHOP, null)
  change.get(4000)?.(null)
  expect(changes.counts).toBe(1)
  const problem: Problem = { code: 'tap-failed', message: 'It died.', next: 'Open it again.', detail: null }
  change.get(4000)?.(problem)
  change.get(4000)?.(problem)
  await control.close().then(() => control.open(SHOP, 4001))
  expect(log).toContain('close 4000')
  expect(control.state).toMatchObject({ kind: 'open', port: 4001 })
  change.get(4001)?.(problem)
  await expect.poll(() => control.state).toEqual({ kind: 'failed', problem })
  expect(control.tap).toBeNull()
})

it('opens the new place before it leaves the old, but for the same port', async () => {
  const { control, log } = setup([4005])
  await control.open(SHOP, 4001)
  expect((await control.open(SHOP, 4005)).ok).toBe(false)
  expect(control.state).toMatchObject({ kind: 'open', port: 4001 })
  log.length = 0
  await control.open('http://localhost:3001', 4002)
  expect(log.slice(0, 2)).toEqual(['open 4002 http://localhost:3001', 'close 4001'])
  log.length = 0
  await control.open(SHOP, 4002)
  expect(log.slice(0, 2)).toEqual(['close 4002', 'open 4002 http://localhost:3000'])
})

it('is paused also where it is opened later', async () => {
  const { control, log } = setup()
  control.setRecording(false)
  await control.open(SHOP, 4001)
  control.setRecording(true)
  expect(log.filter(line => line.startsWith('record'))).toEqual(['record 4001 false', 'record 4001 true'])
})

it('leaves the ports of other servers and taps alone, also where nobody listens there just now', async () => {
  const { control, log } = setup([], null, [4000])
  expect(await control.open(SHOP, 4000)).toMatchObject({
    ok: false,
    problem: { message: expect.stringContaining('another server') },
  })
  await control.open(SHOP, null)
  expect(log[0]).toBe('open 50000 http://localhost:3000')
})

import { afterEach, expect, test, vi } from 'vitest'
import { fail, ok } from '../../shared/problem.ts'
import { profileWhile } from '../replay/profile.ts'
import { type SmallServer, startSmallServer, until } from './small-server.ts'
import { thisSystem } from './system.ts'
import { visit } from './visit.ts'

vi.setConfig({ testTimeout: 40_000 })

let server: SmallServer | null = null
afterEach(() => server?.stop())

const WORK = `
  server.removeAllListeners('request')
  function findable() { const until = Date.now() + 60; let sum = 0; while (Date.now() < until) sum += Math.sqrt(sum + 1); return sum }
  server.on('request', (request, response) => response.end(String(findable())))`

test('a running server is profiled, and its inspector is closed again', async () => {
  server = await startSmallServer({ code: WORK })
  const { port, inspectPort } = server
  const profiled = await visit(String(port), session =>
    profileWhile(session, async () => {
      await (await fetch(`http://localhost:${port}/`)).text()
    }),
  )
  if (!profiled.ok) throw new Error(`${profiled.problem.message} ${profiled.problem.detail ?? ''}`)
  const { profile, clock } = profiled.value
  const names = new Map(profile.nodes.map(({ id, callFrame }) => [id, callFrame.functionName]))
  const samples = profile.samples.filter(id => names.get(id) === 'findable')
  expect(samples.length).toBeGreaterThan(100)
  // The clock that the process told is the profile's.
  expect(Math.abs(clock.us - profile.startTime)).toBeLessThan(5_000_000)
  await until('the inspector to be closed', async () => !(await thisSystem().isListening(inspectPort)))
})

test('what the work fails with is told, and the inspector is closed all the same', async () => {
  server = await startSmallServer()
  const { port, inspectPort } = server
  const refused = await visit(String(port), async () => fail('internal', 'no', 'nothing'))
  expect(refused.ok || refused.problem.message).toBe('no')
  await until('the inspector to be closed', async () => !(await thisSystem().isListening(inspectPort)))
  expect((await visit(String(port), async () => ok(1))).ok).toBe(true)
})

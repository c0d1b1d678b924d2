import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { fail, ok } from '../../shared/problem.ts'
import { aBackend } from '../hosts/test-backend.ts'
import { type Beginning, begin } from './begin.ts'

let said: string
beforeEach(() => {
  said = ''
  vi.spyOn(process.stderr, 'write').mockImplementation(text => {
    said += String(text)
    return true
  })
})
afterEach(() => {
  vi.restoreAllMocks()
})

const tap = {
  kind: 'open',
  origin: 'http://localhost:4000',
  port: 4000,
  missedPort: null,
  target: 'http://localhost:3000',
  connections: 0,
  requests: 0,
  down: null,
} as const
const refused = fail('other-user', 'It belongs to root.', 'Ask root.')

async function begun(beginning: Partial<Beginning>, attaches = true) {
  const backend = aBackend({
    openTap: async () => ok(tap),
    ...(attaches ? {} : { attach: async () => refused }),
  })
  await begin(backend, { attach: null, tap: null, target: null, ...beginning })
  return backend.asked.map(({ name, given }) => [name, ...given])
}

it('does nothing where nothing was asked for', async () => {
  expect(await begun({})).toEqual([])
  expect(said).toBe('')
})

it('attaches, and puts the tap in front of what is attached', async () => {
  expect(await begun({ attach: '3000', tap: 4000 })).toEqual([
    ['attach', '3000'],
    ['openTap', 'http://localhost:3000', 4000],
  ])
  expect(said).toBe(
    'attached to http://localhost:3000 (pid 1)\ntap on http://localhost:4000 -> http://localhost:3000\n',
  )
})

it('opens the tap alone', async () => {
  expect(await begun({ target: 'http://localhost:3000', tap: 4000 })).toEqual([
    ['openTap', 'http://localhost:3000', 4000],
  ])
})

it('shows the wire alone where the server let no agent in, as far as its origin is known', async () => {
  expect(await begun({ attach: 'http://localhost:3000', tap: 4000 }, false)).toEqual([
    ['attach', 'http://localhost:3000'],
    ['openTap', 'http://localhost:3000', 4000],
  ])
  expect(said).toContain('It belongs to root.')
  expect(await begun({ attach: '4711', tap: 4000 }, false)).toEqual([['attach', '4711']])
})

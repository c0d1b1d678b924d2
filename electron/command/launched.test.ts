import { expect, it, vi } from 'vitest'
import { fail, ok, type Result } from '../../shared/problem.ts'
import { type Launch, openLaunched } from './launched.ts'

const next = { command: 'next', args: ['dev'] }

it('opens the app on what the command serves, and stays until both have ended', async () => {
  let endCommand: (result: Result<number>) => void = () => {}
  const launch: Launch = (_command, _args, { onServer }) => {
    onServer({ origin: 'http://localhost:3000' })
    return new Promise(resolve => {
      endCommand = resolve
    })
  }
  const open = vi.fn(async () => 0)
  let code: number | null = null
  const done = openLaunched(next, launch, open).then(found => {
    code = found
  })
  await vi.waitFor(() => expect(open).toHaveBeenCalledWith('http://localhost:3000'))
  expect(code).toBeNull()
  endCommand(ok(143))
  await done
  expect(code).toBe(0)
})

it.each([
  ['cannot be started', fail('request-failed', 'No such command.', 'Check it.')],
  ['ends before it serves', ok(0)],
])('is a failure where the command %s', async (_what, result) => {
  const said: string[] = []
  const write = vi.spyOn(process.stderr, 'write').mockImplementation(text => said.push(String(text)) > 0)
  const open = vi.fn(async () => 0)
  expect(await openLaunched(next, async () => result, open)).toBe(1)
  write.mockRestore()
  expect(open).not.toHaveBeenCalled()
  expect(said.join('')).toContain('next dev')
})

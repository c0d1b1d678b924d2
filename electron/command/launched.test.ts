import { expect, it, vi } from 'vitest'
import { fail, ok, type Result } from '../../shared/problem.ts'
import { type Launch, openLaunched } from './launched.ts'

const next = { command: 'next', args: ['dev'], env: { NODE_OPTIONS: '--require=x' } }
/** An app that is closed by hand. */
function anApp(code = 0) {
  let close = () => {}
  const closed = new Promise<number>(resolve => {
    close = () => resolve(code)
  })
  return { close: () => close(), open: (givenUp: Promise<void>) => Promise.race([closed, givenUp.then(() => 0)]) }
}

it.each([
  [0, ok(143), 143],
  [0, ok(0), 0],
  [1, ok(0), 1],
])('stays until app (%i) and command (%o) have ended, and gives %i', async (appCode, result, expected) => {
  let endCommand: (result: Result<number>) => void = () => {}
  const launch = vi.fn<Launch>((_command, _args, { onServer }) => {
    onServer({ origin: 'http://localhost:3000' })
    return new Promise(resolve => {
      endCommand = resolve
    })
  })
  const app = anApp(appCode)
  let code: number | null = null
  const done = openLaunched(next, launch, app.open).then(found => {
    code = found
  })
  expect(launch.mock.calls[0]?.[2].env).toEqual(next.env)
  endCommand(result)
  await Promise.resolve()
  expect(code).toBeNull()
  app.close()
  await done
  expect(code).toBe(expected)
})

it.each([
  ['cannot be started', fail('request-failed', 'No such command.', 'Check it.')],
  ['ends before it serves', ok(0)],
])('is a failure that ends the app too where the command %s', async (_what, result) => {
  const said: string[] = []
  const write = vi.spyOn(process.stderr, 'write').mockImplementation(text => said.push(String(text)) > 0)
  expect(await openLaunched(next, async () => result, anApp().open)).toBe(1)
  write.mockRestore()
  expect(said.join('')).toContain('next dev')
})

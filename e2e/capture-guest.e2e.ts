import { connect } from 'node:net'
import { untilGone } from './harness/child.ts'
import { byMark, sendMarked, stopWith } from './harness/marked.ts'
import { sendRaw } from './harness/raw-client.ts'
import { expect, test } from './harness/test.ts'
import { listenerOf } from './targets/serving/ports.mjs'

/** Propscope is a guest: all is seen once, and nothing of it is left. That no answer differs because of it is asked of each row of the matrix (capture.e2e.ts). */
const CASES = { name: 'next16', mode: 'start', bundler: 'webpack' } as const

test('a second attach sees everything once, as the first did', async ({ target, record }) => {
  const { origin } = await target(CASES)
  for (const mark of ['first', 'second', 'third']) {
    const recording = await record(origin, '--props')
    await sendMarked(origin, '/headers/cache', mark)
    const found = (await stopWith(recording, [mark])).get(mark)
    expect(found?.call?.setHeaders).toHaveLength(3)
    expect(found?.props?.value).toEqual({ cache: 'last one' })
  }
})

test('two recordings at once see everything once; one that is killed leaves the other and the server alone', async ({
  target,
  record,
}) => {
  const { origin } = await target(CASES)
  const [one, two] = [await record(origin, '--props'), await record(origin, '--props')]
  const send = (marks: string[]) => Promise.all(marks.map(mark => sendMarked(origin, '/concurrent?n=1', mark)))
  const both = ['a', 'b', 'c', 'd']
  await send(both)
  for (const recording of [one, two]) await recording.untilExchanges(both.length)
  one.child.kill('SIGKILL')
  await untilGone(one.child.pid)
  const later = ['e', 'f']
  expect((await send(later)).map(({ status }) => status)).toEqual([200, 200])
  await stopWith(two, [...both, ...later])
  expect([...byMark(one.exchanges())].map(([mark, list]) => [mark, list.length]).sort()).toEqual(
    both.map(mark => [mark, 1]),
  )
  expect((await sendRaw(origin, '/props')).status).toBe(200)
})

test('the inspector is closed again, and the server prints nothing but what Node says of it', async ({
  target,
  record,
}) => {
  const server = await target(CASES)
  const before = { out: server.child.stdout.length, err: server.child.stderr.length }
  const recording = await record(server.origin, '--props')
  await expect.poll(() => listenerOf(9229)).not.toBe(server.pid)
  await sendMarked(server.origin, '/props', 'quiet')
  await stopWith(recording, ['quiet'])
  expect(listenerOf(9229)).not.toBe(server.pid)
  // What it prints comes over a pipe; a line that it prints now comes after all others.
  await sendRaw(server.origin, '/noisy')
  await server.child.until('end of the noise', ({ stdout, stderr }) => {
    const text = stdout.slice(before.out) + stderr.slice(before.err)
    return text.includes('noisy stdout line 250') && text.includes('noisy stderr line 250')
  })
  const lines = (server.child.stdout.slice(before.out) + server.child.stderr.slice(before.err)).split('\n')
  const ours = lines.filter(line => line !== '' && !/noisy std(out|err) line/.test(line))
  const nodes = /Debugger (listening|attached|ending)|For help, see: https:\/\/nodejs\.org|Waiting for the debugger/
  expect(ours.filter(line => !nodes.test(line))).toEqual([])
})

test('connections that were open before the attach are captured, and stay open', async ({ target, record }) => {
  const { origin, port } = await target(CASES)
  const socket = connect(port, 'localhost')
  let text = ''
  socket.on('data', part => {
    text += part
  })
  const answers = () => text.split('HTTP/1.1 200').length - 1
  socket.write('GET /ready.txt HTTP/1.1\r\nHost: x\r\n\r\n')
  await expect.poll(answers).toBe(1)
  const recording = await record(origin, '--props')
  socket.write('GET /empty HTTP/1.1\r\nHost: x\r\nx-case: open\r\n\r\n')
  await expect.poll(answers).toBe(2)
  await stopWith(recording, ['open'])
  socket.write('GET /ready.txt HTTP/1.1\r\nHost: x\r\n\r\n')
  await expect.poll(answers).toBe(3)
  socket.destroy()
})

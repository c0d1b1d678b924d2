import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { freePort } from '../servers/small-server.ts'
import { listenAtIPv6 } from '../tap/wire.ts'
import { createSender, sendRequest } from './send.ts'

const after: (() => unknown)[] = []
afterEach(() => {
  for (const end of after.splice(0).reverse()) end()
})

test.for([null, async () => {}])('reaches a server at ::1 alone that is named localhost', async (before, { skip }) => {
  const server = createServer((request, response) => response.end(`at ${request.socket.localAddress}`))
  const said = await listenAtIPv6(server)
  skip(said !== null, `this machine has no ::1: ${said}`)
  after.push(() => server.close())
  const sender = createSender(`http://localhost:${(server.address() as AddressInfo).port}`, 1, before)
  after.push(sender.close)
  const answer = await sender.send({ method: 'GET', url: '/', headers: [], body: null }, { keepBody: true })
  expect(answer).toMatchObject({ ok: true, value: { status: 200 } })
  expect(answer.ok && String(answer.value.body)).toBe('at ::1')
})

test('says why nothing came, where both addresses of a name were tried', async () => {
  const port = await freePort()
  expect(await sendRequest(`http://localhost:${port}`, '/')).toMatchObject({
    ok: false,
    problem: {
      message: expect.stringMatching(/^GET .* got no whole answer: connect ECONNREFUSED 127\.0\.0\.1:\d+\.$/),
    },
  })
})

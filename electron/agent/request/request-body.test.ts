import { once } from 'node:events'
import { createServer, type IncomingMessage, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, it } from 'vitest'
import { createGuest } from '../guest.ts'
import { watchBody } from './request-body.ts'

type Told = { bytes: number; base64: string | null } | null

/** Sends a request to a server that watches its body and does with it as it is told; gives what was told, and what the server itself read. */
async function send(
  use: (message: IncomingMessage) => Promise<string>,
  headers: Record<string, string>,
  write: (sending: ReturnType<typeof request>) => void,
): Promise<{ told: Told | 'none'; read: string; left: string[] }> {
  const guest = createGuest()
  let result: { told: Told | 'none'; read: string; left: string[] } | null = null
  const server = createServer((message, response) => {
    const restore: (() => void)[] = []
    const watch = watchBody(guest, message, restore)
    const flowing = message.readableFlowing
    void use(message).then(read => {
      for (const back of restore) back()
      const left = Object.getOwnPropertyNames(message).filter(name => name === 'push')
      result = { told: watch ? watch() : 'none', read, left: [...left, ...(flowing === null ? [] : ['set flowing'])] }
      response.end()
    })
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const sending = request({ port: (server.address() as AddressInfo).port, host: '127.0.0.1', method: 'POST', headers })
  write(sending)
  const [response] = (await once(sending, 'response')) as [IncomingMessage]
  response.resume()
  await once(response, 'end')
  server.close()
  expect(guest.faults).toBe(0)
  if (!result) throw new Error('the server saw nothing')
  return result
}
async function readAll(message: IncomingMessage): Promise<string> {
  let text = ''
  for await (const part of message) text += part
  return text
}
const text = (told: Told | 'none') =>
  told && told !== 'none' ? Buffer.from(told.base64 ?? '', 'base64').toString() : told

it('tells the body that the server reads, and takes nothing of it', async () => {
  const whole = await send(readAll, { 'content-length': '5' }, sending => sending.end('a=1&b'))
  expect([text(whole.told), whole.read, whole.left]).toEqual(['a=1&b', 'a=1&b', []])
  const chunked = await send(readAll, { 'transfer-encoding': 'chunked' }, sending => {
    sending.write('one ')
    setImmediate(() => sending.end('two'))
  })
  expect([text(chunked.told), chunked.read]).toEqual(['one two', 'one two'])
})

it('watches no request that announces none', async () => {
  expect((await send(readAll, { 'content-length': '0' }, sending => sending.end())).told).toBe('none')
})

it('of a large one it tells the size alone', async () => {
  const large = 'x'.repeat(400_000)
  const { told, read } = await send(readAll, { 'content-length': String(large.length) }, sending => sending.end(large))
  expect(told).toEqual({ bytes: 400_000, base64: null })
  expect(read.length).toBe(400_000)
})

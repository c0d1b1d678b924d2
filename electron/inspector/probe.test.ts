import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import { createServer as createTcpServer, type Server } from 'node:net'
import { afterEach, describe, expect, test } from 'vitest'
import { probeInspector } from './probe.ts'

const servers: Server[] = []
afterEach(() => {
  for (const server of servers.splice(0)) server.close()
})

async function serve(server: Server): Promise<{ host: string; port: number }> {
  servers.push(server)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  return { host: '127.0.0.1', port: typeof address === 'object' && address ? address.port : 0 }
}

const http = (listener: RequestListener) => serve(createServer(listener))

const json = (version: unknown, list: unknown): RequestListener => {
  return (request, response) => response.end(JSON.stringify(request.url === '/json/version' ? version : list))
}
const target = { type: 'node', title: '/shop/start-server.js', webSocketDebuggerUrl: 'ws://localhost:1/the-id' }

describe('probing', () => {
  test('a Node inspector, with its URL on the address that was asked', async () => {
    const at = await http(json({ Browser: 'node.js/v20.20.2' }, [target]))
    expect(await probeInspector(at, 500)).toEqual({
      runtime: 'node.js/v20.20.2',
      url: `ws://127.0.0.1:${at.port}/the-id`,
      script: '/shop/start-server.js',
    })
  })

  test.each([
    ["a browser's debugging port", json({ Browser: 'Chrome/1' }, [{ ...target, type: 'page' }])],
    ['a site', (_: unknown, response: { end(text: string): void }) => response.end('<html>')],
    ['no URL', json({ Browser: 'node.js/v20' }, [{ type: 'node', title: 'x' }])],
    ['much too much', json({ Browser: 'x'.repeat(100_000) }, [target])],
  ])('nothing of use: %s', async (_, listener) => {
    expect(await probeInspector(await http(listener as RequestListener), 500)).toBeNull()
  })

  test('silence ends in time', async () => {
    const at = await serve(createTcpServer(() => {}))
    const begun = performance.now()
    expect(await probeInspector(at, 50)).toBeNull()
    expect(performance.now() - begun).toBeLessThan(500)
  })

  test('nobody there', async () => {
    const at = await http(() => {})
    await new Promise(resolve => servers.pop()?.close(resolve))
    expect(await probeInspector(at, 500)).toBeNull()
  })
})

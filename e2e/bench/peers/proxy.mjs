import { Agent, createServer } from 'node:http'
import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'

/** One of the proxies that the tap is held against: `proxy.mjs NAME TARGET`. BENCH_PEERS names a folder whose node_modules has what ours has not. */
const [name = '', target = ''] = process.argv.slice(2)
/** @param {string} module */
const load = async module => {
  const from = module === 'mockttp' ? `${process.env.BENCH_PEERS}/x.js` : import.meta.url
  return import(pathToFileURL(createRequire(from).resolve(module)).href)
}
/** @param {unknown} port */
const say = port => process.stdout.write(`${port}\n`)

if (name === 'mockttp') {
  const { getLocal } = await load('mockttp')
  const server = getLocal({ recordTraffic: false, maxBodySize: 64 * 1024 * 1024 })
  await server.start()
  await server.forAnyRequest().thenForwardTo(target)
  await server.on(
    'response',
    async (/** @type {{ body: { getDecodedBuffer(): Promise<Buffer | undefined> } }} */ response) => {
      await response.body.getDecodedBuffer()
    },
  )
  say(server.port)
} else {
  const module = await load(name)
  const create = module.createProxyServer ?? module.default.createProxyServer
  const proxy = create({ target, agent: new Agent({ keepAlive: true, maxSockets: 256 }) })
  proxy.on('error', () => {})
  const server = createServer((request, response) => void proxy.web(request, response))
  server.keepAliveTimeout = 600_000
  server.listen(0, '127.0.0.1', () => {
    const address = server.address()
    if (typeof address === 'object' && address) say(address.port)
  })
}

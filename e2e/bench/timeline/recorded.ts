import { join } from 'node:path'
import { createBodyStore } from '../../../electron/exchanges/bodies.ts'
import { createFeed } from '../../../electron/exchanges/feed.ts'
import { createExchangeStore } from '../../../electron/exchanges/store.ts'
import { serveBrowser } from '../../../electron/hosts/browser-host.ts'
import { aBackend, aState } from '../../../electron/hosts/test-backend.ts'
import { ROWS_IN_PAGE } from '../../../shared/api.ts'
import type { Exchange } from '../../../shared/exchange.ts'
import { epochMs, exchangeId } from '../../../shared/units.ts'
import { ROOT } from '../../harness/child.ts'
import { multiplied, readCaptured } from './captured.ts'

/**
 * A process with store, bodies on disk, feed and browser host of the product, filled with `count` exchanges: what the main process holds of a session, without the capture. Speaks with its
 * parent: it says its link and its memory, and is told to go on live.
 */
const [path = '', countText = '1000'] = process.argv.slice(2)
const count = Number(countText)
const captured = await readCaptured(path)
const store = createExchangeStore()
const bodies = await createBodyStore()
const backend = aBackend({
  state: async () => state(),
  listExchanges: async after => {
    feed.flush()
    const { rows, next } = store.rows(after, ROWS_IN_PAGE)
    return { revision: feed.revision, upserts: rows, removed: [], cleared: after === null, next }
  },
  getExchange: async id => store.get(id),
})
const server = {
  origin: 'http://localhost:3000',
  pid: 1,
  next: '16.4.6',
  mode: 'dev',
  folder: '/bench',
  name: 'bench',
} as const
const counts = {
  exchanges: count,
  droppedEvents: 0,
  droppedByTap: 0,
  droppedBytes: 0,
  unreadable: 0,
  agentFaults: 0,
  tapFaults: 0,
  lastAgentFault: null,
  agentMsPerRequest: 0.02,
  agentMsLately: 0.02,
}
const state = () => ({
  ...aState(),
  servers: [
    {
      id: 'bench',
      origin: server.origin,
      server,
      connection: { kind: 'attached' as const, server, since: Date.now() },
      tap: { kind: 'off' as const },
      counts,
    },
  ],
  counts: { ...counts, exchanges: store.size, evicted: store.evicted },
})
const feed = createFeed(batch => {
  for (const frontend of backend.frontends) frontend.exchangesChanged(batch)
})
const bodyOf = new Map(captured.map(one => [one.request.url, Buffer.from(JSON.stringify(one.props?.value ?? {}))]))

function put(exchange: Exchange): void {
  const { props } = exchange
  const kept = props ? { ...exchange, props: { ...props, value: undefined } } : exchange
  feed.changed(kept)
  feed.removed(store.put(kept))
}
async function keepBody(exchange: Exchange): Promise<void> {
  const bytes = exchange.props && bodyOf.get(exchange.request.url)
  if (bytes) await bodies.put(exchange.id, 'props', Buffer.from(bytes))
}

const end = Date.now()
for (let index = 0; index < count; index++) {
  const exchange = multiplied(captured, index, count, end)
  void keepBody(exchange)
  put(exchange)
  if (index % 200 === 0) await new Promise(resolve => setTimeout(resolve, 2))
}
const host = await serveBrowser({
  backend,
  files: join(ROOT, 'out', 'renderer'),
  port: null,
  report: error => console.error(error),
})
if (!host.ok) throw new Error(host.problem.message)
process.send?.({ kind: 'ready', link: host.value.link() })

/** Each request comes running and ends 30 ms later; says of each, by its id, when it ended, in epoch ms. */
async function live(perSecond: number, seconds: number): Promise<void> {
  const endings: [string, number][] = []
  const total = perSecond * seconds
  const from = performance.now()
  for (let index = 0; index < total; ) {
    const due = Math.min(total, Math.floor(((performance.now() - from) / 1000) * perSecond))
    for (; index < due; index++) {
      const base = multiplied(captured, index, count, end)
      const begun = {
        ...base,
        id: exchangeId(`01JLIVE0${String(index).padStart(18, '0')}`),
        startedAt: epochMs(Date.now()),
      }
      put({ ...begun, state: 'running', durationMs: null, response: null, outcome: 'none', props: null, phases: [] })
      setTimeout(() => {
        put(begun)
        endings.push([begun.id, Date.now()])
      }, 30)
    }
    await new Promise(resolve => setTimeout(resolve, 4))
  }
  await new Promise(resolve => setTimeout(resolve, 300))
  process.send?.({ kind: 'lived', endings })
}

// A benchmark that fails leaves no process behind.
process.on('disconnect', () => process.exit())
process.on('message', (message: { kind: string; perSecond: number; seconds: number }) => {
  if (message.kind === 'live') void live(message.perSecond, message.seconds)
  if (message.kind === 'memory')
    process.send?.({ kind: 'memory', bytes: process.memoryUsage.rss(), heap: process.memoryUsage().heapUsed })
  if (message.kind === 'end') void bodies.close().then(() => process.exit())
})

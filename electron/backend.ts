import type { AppInfo, AppState, Backend, BackendApi, CaptureMode, ExchangeBatch, FrontendApi } from '../shared/api.ts'
import { READ_BODY_LIMIT } from '../shared/api.ts'
import type { Exchange } from '../shared/exchange.ts'
import { fail } from '../shared/problem.ts'
import { createAnswerReader } from './analysis/answer-reader.ts'
import { createCounts } from './capture/counts.ts'
import { createSessions } from './capture/sessions.ts'
import { createBodyStore } from './exchanges/bodies.ts'
import { createFeed } from './exchanges/feed.ts'
import { createExchangeStore } from './exchanges/store.ts'
import { summarize } from './exchanges/summary.ts'
import { sendRequest } from './replay/send.ts'
import { createConnector } from './servers/connector.ts'
import { createDemo } from './servers/demo.ts'
import { findServers } from './servers/find.ts'

export interface BackendOptions {
  readonly host: AppInfo['host']
  readonly version: string
}

/** Counters are pushed this often at the most, in ms. */
const STATE_MS = 200

/** The composition root: everything below the hosts, wired. Knows neither Electron nor HTTP. */
export async function createBackend({ host, version }: BackendOptions): Promise<Backend> {
  const frontends = new Set<FrontendApi>()
  const store = createExchangeStore()
  const bodies = await createBodyStore()
  const reader = createAnswerReader()
  const counts = createCounts()
  const feed = createFeed((batch: ExchangeBatch) => {
    for (const frontend of frontends) frontend.exchangesChanged(batch)
    stateSoon()
  })
  let mode: CaptureMode = 'recording'
  let stateTimer: NodeJS.Timeout | null = null

  const sessions = createSessions({
    reader,
    wanted: 'changes',
    listener: {
      exchange(exchange) {
        const before = store.get(exchange.id)
        feed.changed(exchange)
        feed.removed(store.put(exchange))
        if (isIncomplete(exchange) && !(before && isIncomplete(before))) counts.incomplete()
      },
      body: (id, part, bytes) => bodies.put(id, part, bytes),
    },
  })
  const connector = createConnector({
    sinkFor(server, hello) {
      const own = counts.forLink()
      return sessions.of(server.origin).agent(server, hello, stats => {
        own.update(stats)
        stateSoon()
      })
    },
  })
  const demo = createDemo()

  const state = (): AppState => ({
    connection: connector.connection,
    tap: { kind: 'off' },
    capture: mode,
    demo: demo.state,
    counts: counts.read(store, bodies),
  })
  function pushState(): void {
    if (stateTimer) clearTimeout(stateTimer)
    stateTimer = null
    const now = state()
    for (const frontend of frontends) frontend.stateChanged(now)
  }
  function stateSoon(): void {
    stateTimer ??= setTimeout(pushState, STATE_MS)
  }
  connector.onChange(pushState)
  demo.onChange(pushState)

  const api: BackendApi = {
    appInfo: async () => ({ version, host, platform: process.platform }),
    state: async () => state(),
    listServers: findServers,
    attach: target => connector.attach(target),
    async detach() {
      if (demo.state.kind === 'starting') await demo.stop()
      return connector.detach()
    },
    async startDemo() {
      const started = await demo.start()
      return started.ok ? connector.attach(started.value.origin) : started
    },
    openTap: async () => fail('tap-failed', 'The tap is not wired yet.', 'Attach instead.'),
    closeTap: async () => null,
    openInBrowser: async () => fail('tap-failed', 'The tap is not wired yet.', 'Open it by hand.'),
    async setCapture(next) {
      mode = next
      connector.setCapture(next === 'recording')
      if (next === 'paused') sessions.cut('Recording was paused while this request ran.')
      pushState()
      return state()
    },
    async clear() {
      store.clear()
      feed.cleared()
      counts.clear()
      await bodies.clear()
      pushState()
      return null
    },
    async listExchanges() {
      feed.flush()
      return { revision: feed.revision, upserts: Array.from(store.all(), summarize), removed: [], cleared: true }
    },
    getExchange: async id => store.get(id),
    readBody: (id, part, offset, length) => bodies.read(id, part, offset, Math.min(length, READ_BODY_LIMIT)),
    async sendTestRequest(path) {
      const { connection } = connector
      if (connection.kind !== 'attached') {
        return fail(
          'not-attached',
          'There is no server to send a request to.',
          'Attach to a running Next.js server first.',
        )
      }
      return sendRequest(connection.server.origin, path)
    },
  }

  return {
    api,
    subscribe(frontend) {
      frontends.add(frontend)
      return () => void frontends.delete(frontend)
    },
    async close() {
      await connector.close()
      await demo.stop()
      sessions.close()
      feed.close()
      if (stateTimer) clearTimeout(stateTimer)
      await reader.close()
      await bodies.close()
    },
  }
}

const isIncomplete = (exchange: Exchange) => exchange.state === 'finished' && exchange.gaps.length > 0

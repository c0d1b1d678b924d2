import { findIn } from '../../electron/analysis/find/find-in.ts'
import { findInAll } from '../../electron/analysis/find/find-in-all.ts'
import { simulateSharedCache } from '../../electron/analysis/shared-cache.ts'
import { summarize } from '../../electron/exchanges/summary.ts'
import type { AppState, Backend, ExchangeBatch, FrontendApi, WatchedServer } from '../../shared/api.ts'
import { ROWS_IN_PAGE } from '../../shared/api.ts'
import type { Exchange } from '../../shared/exchange.ts'
import { hasProp, readPropPath } from '../../shared/filter/prop-path.ts'
import { fail, ok } from '../../shared/problem.ts'
import { galleryReplays } from './replays.ts'
import type { Scene } from './scenes.ts'
import { aWatched, SHOP } from './servers.ts'

/** A backend that plays a scene; it answers as the real one does, and nothing behind it is real. */
export function galleryBackend(scene: Scene): Backend & { play(): void } {
  const frontends = new Set<FrontendApi>()
  const exchanges = new Map<string, Exchange>(scene.exchanges.map(exchange => [exchange.id, exchange]))
  let revision = 1
  let state: AppState = { ...scene.state, counts: { ...scene.state.counts, exchanges: exchanges.size } }

  const put = (change: Partial<AppState>) => {
    state = { ...state, ...change }
    for (const frontend of frontends) frontend.stateChanged(state)
  }
  /** Changes the server of that id, which is added where there is none. */
  const change = (id: string, to: (server: WatchedServer) => WatchedServer) => {
    const { servers } = state
    const known = servers.some(server => server.id === id)
    put({
      servers: known
        ? servers.map(server => (server.id === id ? to(server) : server))
        : [...servers, to(aWatched({ id }))],
    })
  }
  const push = (batch: Omit<ExchangeBatch, 'revision'>) => {
    revision++
    for (const frontend of frontends) frontend.exchangesChanged({ ...batch, revision })
    put({ counts: { ...state.counts, exchanges: exchanges.size } })
  }
  const add = (exchange: Exchange) => {
    exchanges.set(exchange.id, exchange)
    push({ upserts: [summarize(exchange)], removed: [], cleared: false })
  }
  return {
    api: {
      appInfo: async () => ({ version: '0.1.0', host: 'browser', platform: 'linux' }),
      state: async () => state,
      listServers: async () => scene.found,
      attach: async target => {
        if (scene.attachFails) return { ok: false, problem: scene.attachFails }
        const server = { ...SHOP, origin: target }
        change('s1', () => aWatched({ server, connection: { kind: 'attached', server, since: Date.now() } }))
        return ok({ ...server, id: 's1' })
      },
      stopDemo: async () => null,
      detach: async id => {
        change(id, server => ({ ...server, connection: { kind: 'idle' } }))
        return ok(null)
      },
      startDemo: async () => {
        put({ demo: { kind: 'starting', step: 'Installing the packages of the demo shop' } })
        return new Promise(() => undefined)
      },
      openTap: async (target, port) => {
        if (scene.openTapFails) return { ok: false, problem: scene.openTapFails }
        const tap = {
          kind: 'open',
          origin: `http://localhost:${port ?? 4000}`,
          port: port ?? 4000,
          missedPort: null,
          target,
          connections: 0,
          requests: 0,
          down: null,
        } as const
        const known = state.servers.find(server => server.origin === target)
        change(known?.id ?? 's1', server => ({ ...server, origin: target, tap }))
        return ok(tap)
      },
      closeTap: async id => {
        change(id, server => ({ ...server, tap: { kind: 'off' } }))
        return null
      },
      openInBrowser: async () => ok(null),
      setCapture: async capture => {
        put({ capture })
        return state
      },
      clear: async () => {
        exchanges.clear()
        push({ upserts: [], removed: [], cleared: true })
        return null
      },
      listExchanges: async after => {
        const all = [...exchanges.values()]
        const from = all.findIndex(({ id }) => id === after) + 1
        const part = all.slice(from, from + ROWS_IN_PAGE)
        const next = from + part.length < all.length ? (part.at(-1)?.id ?? null) : null
        return { revision, upserts: part.map(summarize), removed: [], cleared: after === null, next }
      },
      getExchange: async id => exchanges.get(id) ?? null,
      readBody: async (id, part, offset, length) => {
        const isOther = [...exchanges.keys()].indexOf(id) % 2 === 0
        const props = (isOther ? scene.otherProps : undefined) ?? scene.props
        const body = new TextEncoder().encode(part === 'props' ? props : '<!doctype html><title>shop</title>')
        return { bytes: body.slice(offset, offset + length), offset, total: body.length }
      },
      matchProps: async (text, ids) => {
        const path = readPropPath(text)
        const found = path !== null && hasProp(JSON.parse(scene.props), path)
        return ids.map(id => found && exchanges.get(id)?.props != null)
      },
      findInProps: async (box, matchCase, after) =>
        findInAll(
          { box, matchCase, after },
          {
            rows: () => Array.from(exchanges.values(), summarize),
            propsOf: async () => new TextEncoder().encode(scene.props),
            secretsOf: id => new Set(exchanges.get(id)?.secrets?.map(({ path }) => path)),
            finder: { find: async task => findIn(task), close: async () => undefined },
          },
        ),
      silenceRule: async (id, rule, silent) => {
        const before = exchanges.get(id)
        if (!before) return null
        const all = [...before.findings, ...before.silenced]
        const isSilent = (one: { readonly rule: string }) =>
          one.rule === rule ? silent : before.silenced.some(other => other.rule === one.rule)
        add({ ...before, findings: all.filter(one => !isSilent(one)), silenced: all.filter(isSilent) })
        return null
      },
      simulateCache: async id => {
        const url = exchanges.get(id)?.request.url
        return url === undefined ? null : simulateSharedCache(exchanges.values(), url)
      },
      readLayout: async () => null,
      rememberLayout: async () => null,
      openInEditor: async () => ok(null),
      setEditor: async () => null,
      sendTestRequest: async (_server, path) =>
        path === '/fails'
          ? fail('request-failed', 'localhost:3000 closed the connection.', 'Is the server still running?')
          : ok({ status: 200 }),
      ...galleryReplays(id => exchanges.get(id) ?? null),
    },
    subscribe(frontend) {
      frontends.add(frontend)
      return () => frontends.delete(frontend)
    },
    close: async () => undefined,
    play: () => scene.play?.({ add, put }),
  }
}

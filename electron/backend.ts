import type { AppInfo, AppState, Backend, BackendApi, CaptureMode, ExchangeBatch, FrontendApi } from '../shared/api.ts'
import { READ_BODY_LIMIT, ROWS_IN_PAGE } from '../shared/api.ts'
import type { Exchange } from '../shared/exchange.ts'
import { readPropPath } from '../shared/filter/prop-path.ts'
import { fail, type Result } from '../shared/problem.ts'
import { REQUEST_BODY_LIMIT } from '../shared/replay.ts'
import { createAnswerReader } from './analysis/answer-reader.ts'
import { findInAll } from './analysis/find/find-in-all.ts'
import { createFinder } from './analysis/find/finder.ts'
import { simulateSharedCache } from './analysis/shared-cache.ts'
import { createCounts } from './capture/counts.ts'
import { serverKey } from './capture/server-key.ts'
import { createSessions } from './capture/sessions.ts'
import { openInEditor } from './editor/open-in-editor.ts'
import { type BodyStore, createBodyStore } from './exchanges/bodies.ts'
import { createFeed } from './exchanges/feed.ts'
import { matchProps } from './exchanges/prop-search.ts'
import { createSilences } from './exchanges/silences.ts'
import { createExchangeStore } from './exchanges/store.ts'
import { createHistory } from './replay/history.ts'
import { reachFor } from './replay/reach.ts'
import { createReplays } from './replay/replays.ts'
import { sendRequest } from './replay/send.ts'
import { createDemo } from './servers/demo.ts'
import type { LaunchEndpoint } from './servers/launch-endpoint.ts'
import { configFolder } from './settings/config-folder.ts'
import { openSettings } from './settings/settings.ts'
import { followLaunch } from './watched/follow-launch.ts'
import { createWatchList } from './watched/list.ts'

export interface BackendOptions {
  readonly host: AppInfo['host']
  readonly version: string
  /** Opens a URL in the system's browser. */
  readonly openUrl: (url: string) => Promise<Result<null>>
  /** Where settings are kept. */
  readonly config?: string
  /** A command that was, or will be, started for us: every Next server of it is watched. */
  readonly launched?: LaunchEndpoint | null
  /** Is told, in a sentence, what went wrong and is no answer to anybody. */
  readonly report: (trouble: string) => void
}

/** The newest calls of a server that a shared cache is simulated over; older ones lie packed. */
const SIMULATED_AT_MOST = 2000

/** Counters are pushed this often at the most, in ms. */
const STATE_MS = 200

/** The composition root: everything below the hosts, wired. Knows neither Electron nor HTTP. */
export async function createBackend(options: BackendOptions): Promise<Backend> {
  const { host, version, openUrl, report, config = configFolder(), launched = null } = options
  const frontends = new Set<FrontendApi>()
  const store = createExchangeStore()
  const bodies = await createBodyStore()
  const reader = createAnswerReader()
  const finder = createFinder()
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
      exchange(told) {
        const exchange = silences.apply(told)
        const before = store.get(exchange.id)
        replays.seen(exchange)
        feed.changed(exchange)
        feed.removed(store.put(exchange))
        if (isIncomplete(exchange) && !(before && isIncomplete(before)))
          counts.incomplete(serverKey(exchange.server.origin))
      },
      body(id, part, bytes) {
        replays.body(id, part, bytes)
        return bodies.put(id, part, bytes)
      },
      begin: () => bodies.begin(),
    },
  })
  const settings = openSettings(config, report)
  const silences = createSilences({ settings, projectOf, onChange: silencesChanged })
  const history = createHistory({ settings, projectOf })
  const watched = createWatchList({
    sessions,
    settings,
    counts,
    store,
    onChange: pushState,
    onCount: stateSoon,
  })
  const unfollow = launched === null ? null : await followLaunch(launched, watched, report)
  const demo = createDemo()
  function projectOf(origin: string): string {
    return watched.servers.find(one => one.origin === origin)?.server?.folder ?? origin
  }
  function silencesChanged(project: string): void {
    for (const { id, server, rules, silenced } of store.rows(null, store.size).rows) {
      if (rules.length + silenced === 0 || projectOf(server) !== project) continue
      const exchange = store.get(id)
      if (!exchange) continue
      const applied = silences.apply(exchange)
      store.put(applied)
      feed.changed(applied)
    }
  }

  const replays = createReplays({
    get: id => store.get(id),
    async requestBody(id) {
      const body = await bodies.read(id, 'request', 0, REQUEST_BODY_LIMIT)
      return body && body.total <= REQUEST_BODY_LIMIT ? body.bytes : null
    },
    async props(id) {
      const first = await bodies.read(id, 'props', 0, READ_BODY_LIMIT)
      if (!first || first.total === first.bytes.byteLength) return first?.bytes ?? null
      return (await bodies.read(id, 'props', 0, first.total))?.bytes ?? null
    },
    onPage(change) {
      for (const frontend of frontends) frontend.pageChanged(change)
    },
    reach: origin => reachFor(origin, { servers: watched.servers, sessions, mode, askReads: watched.askReads }),
    onBegun: (origin, over) => void over.finally(watched.wantEveryBody(origin)),
    onRun(run) {
      for (const frontend of frontends) frontend.runChanged(run)
    },
  })

  const state = (): AppState => ({
    servers: watched.servers,
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
  demo.onChange(pushState)

  const api: BackendApi = {
    appInfo: async () => ({ version, host, platform: process.platform }),
    state: async () => state(),
    listServers: watched.listServers,
    attach: watched.attach,
    detach: watched.detach,
    async startDemo() {
      const started = await demo.start()
      return started.ok ? watched.attach(started.value.origin) : started
    },
    async stopDemo() {
      await demo.stop()
      return null
    },
    openTap: watched.openTap,
    async closeTap(id) {
      await watched.closeTap(id)
      return null
    },
    async openInBrowser(id, path) {
      const origin = watched.reach(id)
      if (origin === null) return nothingToReach()
      const url = URL.canParse(path, origin) ? new URL(path, origin) : null
      if (url?.origin !== origin) {
        return fail('request-failed', `${path} leads away from ${origin}.`, 'Write a path that begins with one slash.')
      }
      return openUrl(url.href)
    },
    async setCapture(next) {
      mode = next
      watched.setCapture(next)
      if (next === 'paused') sessions.cut('Recording was paused while this request ran.')
      pushState()
      return state()
    },
    async clear() {
      store.clear()
      feed.cleared()
      counts.clear()
      watched.prune()
      await bodies.clear()
      pushState()
      return null
    },
    async listExchanges(after) {
      feed.flush()
      const { rows, next } = store.rows(after, ROWS_IN_PAGE)
      return { revision: feed.revision, upserts: rows, removed: [], cleared: after === null, next }
    },
    getExchange: async id => store.get(id),
    readBody: (id, part, offset, length) => bodies.read(id, part, offset, Math.min(length, READ_BODY_LIMIT)),
    async matchProps(text, ids) {
      const path = readPropPath(text)
      return Promise.all(ids.map(id => (path ? matchProps(store.get(id), path, bodies) : null)))
    },
    findInProps: (box, matchCase, after) =>
      findInAll(
        { box, matchCase, after },
        {
          rows: () => store.rows(null, store.size).rows,
          propsOf: id => readProps(bodies, id),
          secretsOf: id => new Set(store.get(id)?.secrets?.map(({ path }) => path)),
          finder,
        },
      ),
    async silenceRule(id, rule, silent) {
      const exchange = store.get(id)
      if (exchange) await silences.set(exchange, rule, silent)
      return null
    },
    async simulateCache(id) {
      const exchange = store.get(id)
      if (!exchange) return null
      const { origin } = exchange.server
      const rows = store.rows(null, store.size).rows.filter(row => row.server === origin && row.callMs !== null)
      const seen = rows.slice(-SIMULATED_AT_MOST).flatMap(row => store.get(row.id) ?? [])
      const simulated = simulateSharedCache(seen, exchange.request.url)
      return { ...simulated, leftOut: simulated.leftOut + Math.max(0, rows.length - SIMULATED_AT_MOST) }
    },
    readLayout: project => settings.layout(project),
    async rememberLayout(project, layout) {
      await settings.rememberLayout(project, layout)
      return null
    },
    async openInEditor(id, place) {
      const folder = watched.servers.find(server => server.id === id)?.server?.folder ?? null
      return openInEditor(folder, place, await settings.editor())
    },
    async setEditor(editor) {
      await settings.rememberEditor(editor)
      return null
    },
    async sendTestRequest(id, path) {
      const origin = watched.reach(id)
      return origin === null ? nothingToReach() : sendRequest(origin, path)
    },
    prepareReplay: replays.prepareReplay,
    startReplay: replays.startReplay,
    cancelReplay: replays.cancelReplay,
    listRuns: replays.listRuns,
    compareExchanges: replays.compareExchanges,
    copyRequest: replays.copyRequest,
    readCurl: replays.readCurl,
    watchPage: replays.watchPage,
    profileReplay: replays.profileReplay,
    readProfile: replays.readProfile,
    recordReads: replays.recordReads,
    readReads: replays.readReads,
    readHistory: history.readHistory,
    rememberRequest: history.rememberRequest,
    forgetRequests: history.forgetRequests,
  }

  return {
    api,
    subscribe(frontend) {
      frontends.add(frontend)
      return () => void frontends.delete(frontend)
    },
    async close() {
      replays.close()
      await unfollow?.()
      await watched.close()
      await demo.stop()
      sessions.close()
      feed.close()
      if (stateTimer) clearTimeout(stateTimer)
      await reader.close()
      await finder.close()
      await bodies.close()
    },
  }
}

/** All of an exchange's props, in a buffer of their own. */
async function readProps(bodies: BodyStore, id: string): Promise<Uint8Array | null> {
  return (await bodies.read(id, 'props', 0, Number.POSITIVE_INFINITY))?.bytes ?? null
}

const nothingToReach = () =>
  fail(
    'not-attached',
    'There is no server to send a request to.',
    'Attach to a running Next.js server first, or open the tap.',
  )

/** What was not kept at all is counted in bytes. */
const isIncomplete = ({ state, gaps, unkept }: Exchange) => state === 'finished' && gaps.length > 0 && unkept === null

import type { AppState, Backend, BackendApi, FrontendApi } from '../../shared/api.ts'
import { fail, ok } from '../../shared/problem.ts'

/** The smallest thing that is a `Backend`, for the tests of what serves one. It records what it was asked. */
export interface TestBackend extends Backend {
  readonly asked: { readonly name: string; readonly given: readonly unknown[] }[]
  readonly frontends: Set<FrontendApi>
  closed: boolean
}

export const aState = (changes: Partial<AppState> = {}): AppState => ({
  servers: [],
  capture: 'recording',
  demo: { kind: 'unavailable', step: null },
  counts: {
    exchanges: 0,
    droppedEvents: 0,
    droppedByTap: 0,
    droppedBytes: 0,
    unreadable: 0,
    evicted: 0,
    agentFaults: 0,
    tapFaults: 0,
    lastAgentFault: null,
    agentMsPerRequest: null,
    agentMsLately: null,
  },
  ...changes,
})

export function aBackend(changes: Partial<BackendApi> = {}): TestBackend {
  const server = {
    id: 's1',
    origin: 'http://localhost:3000',
    pid: 1,
    next: null,
    mode: null,
    folder: null,
    name: 'shop',
  }
  const asked: TestBackend['asked'] = []
  const frontends = new Set<FrontendApi>()
  const api: BackendApi = {
    appInfo: async () => ({ version: '0.0.0', host: 'browser', platform: 'test' }),
    state: async () => aState(),
    listServers: async () => [],
    attach: async () => ok(server),
    detach: async () => ok(null),
    startDemo: async () => fail('demo-unavailable', 'There is no demo here.', 'Nothing.'),
    stopDemo: async () => null,
    openTap: async () => fail('tap-failed', 'There is no tap here.', 'Nothing.'),
    closeTap: async () => null,
    openInBrowser: async () => ok(null),
    setCapture: async capture => aState({ capture }),
    clear: async () => null,
    listExchanges: async () => ({ revision: 0, upserts: [], removed: [], cleared: true, next: null }),
    getExchange: async () => null,
    readBody: async (_id, _part, offset) => ({ bytes: new Uint8Array([1, 2, 3]), offset, total: 3 }),
    matchProps: async (_path, ids) => ids.map(() => null),
    findInProps: async () => ok({ found: [], notKept: 0, unreadable: 0, slow: 0, searched: 0, of: 0, next: null }),
    silenceRule: async () => null,
    simulateCache: async () => null,
    readLayout: async () => null,
    rememberLayout: async () => null,
    sendTestRequest: async () => ok({ status: 200 }),
    openInEditor: async () => ok(null),
    setEditor: async () => null,
    prepareReplay: async () => fail('no-exchange', 'There is none.', 'Nothing.'),
    startReplay: async () => fail('not-attached', 'There is no server.', 'Nothing.'),
    cancelReplay: async () => null,
    listRuns: async () => [],
    compareExchanges: async () => fail('no-exchange', 'There is none.', 'Nothing.'),
    copyRequest: async () => '',
    readCurl: async () => fail('request-failed', 'It cannot be read.', 'Nothing.'),
    watchPage: async () => null,
    profileReplay: async () => fail('not-attached', 'There is no server.', 'Nothing.'),
    readProfile: async () => null,
    recordReads: async () => fail('not-attached', 'There is no server.', 'Nothing.'),
    readReads: async () => null,
    readHistory: async () => [],
    rememberRequest: async () => [],
    forgetRequests: async () => [],
    ...changes,
  }
  const recorded = Object.fromEntries(
    Object.entries(api).map(([name, method]) => [
      name,
      (...given: unknown[]) => {
        asked.push({ name, given })
        return (method as (...given: unknown[]) => unknown)(...given)
      },
    ]),
  )
  const backend: TestBackend = {
    api: recorded as unknown as BackendApi,
    asked,
    frontends,
    closed: false,
    subscribe(frontend) {
      frontends.add(frontend)
      return () => frontends.delete(frontend)
    },
    async close() {
      backend.closed = true
    },
  }
  return backend
}

import { aCall } from '../../shared/an-exchange.ts'
import type { AppState, Connection, FoundServer, TapState } from '../../shared/api.ts'
import type { Exchange } from '../../shared/exchange.ts'
import type { Problem } from '../../shared/problem.ts'
import { epochMs } from '../../shared/units.ts'
import { anExchange, aRequest } from './an-exchange.ts'
import { aVisit, idAt, inOrder, many, nasties } from './exchanges.ts'
import { anExplainedVisit } from './explained.ts'
import { hostileProps, shopProps } from './payloads.ts'
import { aWatched, FAR, FOUND, NORTHWIND, SHOP } from './servers.ts'
import { aTappedVisit, nastyWires } from './tapped.ts'

export interface Player {
  add(exchange: Exchange): void
  put(change: Partial<AppState>): void
}

/** One state of the app to look at. */
export interface Scene {
  readonly state: AppState
  readonly found: readonly FoundServer[]
  readonly exchanges: readonly Exchange[]
  readonly props: string
  /** Of every other exchange, to compare with. */
  readonly otherProps?: string
  readonly attachFails: Problem | null
  readonly openTapFails: Problem | null
  /** Goes on while it is looked at. */
  readonly play: ((player: Player) => void) | null
}

const NOW = Date.now()
const OFF: TapState = { kind: 'off' }
const ATTACHED: Connection = { kind: 'attached', server: SHOP, since: NOW - 52 * 60_000 }
const COUNTS: AppState['counts'] = {
  exchanges: 0,
  droppedEvents: 0,
  droppedByTap: 0,
  droppedBytes: 0,
  unreadable: 0,
  evicted: 0,
  agentFaults: 0,
  tapFaults: 0,
  lastAgentFault: null,
  agentMsPerRequest: 0.021,
  agentMsLately: 0.021,
}
const PROBLEM: Problem = {
  code: 'inspector-port-taken',
  message: 'Process 4033 could not open its inspector: port 9229 is held by process 5511 (node --inspect other.js).',
  next: 'Stop that debugger, or attach to the inspector URL that it prints.',
  detail:
    'signal SIGUSR1 sent at 14:02:08.120\nno inspector of pid 4033 on 127.0.0.1:9229 within 900 ms\n9229 answers as “node[5511]”',
}
const PROPS = JSON.stringify({
  item: { id: '7', price: 24.9, name: 'Desk lamp </script>', tags: ['lamp', 'desk', '👩‍💻'], stock: null },
  list: Array.from({ length: 120 }, (_, index) => ({
    id: String(index),
    name: `Lamp no. ${index}`,
    price: 10 + index / 10,
  })),
  session: { user: 'mira', token: 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiI3In0.c2VjcmV0' },
  now: '2026-11-23T23:45:00.000Z',
})

function scene(
  over: Partial<Scene> & {
    readonly connection?: Connection
    readonly appState?: Partial<AppState> & { readonly tap?: TapState }
  },
): Scene {
  const { connection = ATTACHED, appState: { tap = OFF, ...appState } = {}, ...rest } = over
  return {
    state: {
      servers: connection.kind === 'idle' && tap.kind === 'off' ? [] : [aWatched({ connection, tap })],
      capture: 'recording',
      demo: { kind: 'stopped', step: null },
      counts: COUNTS,
      ...appState,
    },
    found: FOUND,
    exchanges: [],
    props: PROPS,
    attachFails: null,
    openTapFails: null,
    play: null,
    ...rest,
  }
}

/** Requests of which some are still running. */
function live(player: Player): void {
  let index = 5000
  const next = () => {
    const id = idAt(index++)
    const startedAt = epochMs(Date.now())
    const base = { id, startedAt, request: aRequest(`/product/${index % 40}`, '/product/[id]') }
    const running = anExchange({
      ...base,
      state: 'running',
      durationMs: null,
      response: null,
      outcome: 'none',
      props: null,
      phases: [],
      cache: { declared: null, sent: null, inProduction: null },
      call: aCall({ startMs: 3, durationMs: null }),
    })
    player.add(running)
    if (index % 6 !== 0) setTimeout(() => player.add(anExchange({ ...base, durationMs: 90 })), 90)
  }
  setInterval(next, 400)
}

const TAPPED: Extract<TapState, { kind: 'open' }> = {
  kind: 'open',
  origin: 'http://localhost:4000',
  port: 4000,
  missedPort: null,
  target: SHOP.origin,
  connections: 3,
  requests: 128,
  down: null,
}
const REMOTE = { ...TAPPED, target: 'http://10.0.0.5:3000' }
const PORT_TAKEN: Problem = {
  code: 'tap-failed',
  message: 'Port 4000 is held by process 5511 (node proxy.js).',
  next: 'Choose another port, or stop that process.',
  detail: 'listen EADDRINUSE: address already in use 127.0.0.1:4000',
}
const tapped = () => inOrder(aTappedVisit(), NOW, 2300)

/** A visit of which every other request is of the second server. */
const ofTwo = () =>
  inOrder(aVisit(), NOW, 3100).map((exchange, index) =>
    index % 2 === 0 ? exchange : { ...exchange, server: { ...exchange.server, origin: NORTHWIND.origin } },
  )

const withProps = () =>
  scene({ exchanges: inOrder(aVisit(), NOW, 3100), props: shopProps(0), otherProps: shopProps(1) })
const withHostile = () =>
  scene({ exchanges: inOrder(aVisit(), NOW, 3100), props: hostileProps(), otherProps: shopProps(1) })
const explained = () => scene({ exchanges: inOrder(anExplainedVisit(), NOW, 4100) })

export const SCENES: Readonly<Record<string, () => Scene>> = {
  connect: () => scene({ connection: { kind: 'idle' } }),
  'connect-none': () => scene({ connection: { kind: 'idle' }, found: [] }),
  'connect-failed': () =>
    scene({
      connection: { kind: 'failed', target: SHOP.origin, problem: PROBLEM },
      attachFails: PROBLEM,
    }),
  'connect-attaching': () =>
    scene({ connection: { kind: 'attaching', target: SHOP.origin, step: 'Opening the inspector of process 4033' } }),
  'connect-demo': () =>
    scene({
      connection: { kind: 'idle' },
      found: [],
      appState: { demo: { kind: 'starting', step: 'Installing the packages of the demo shop (12 s so far)' } },
    }),
  empty: () => scene({}),
  paused: () => scene({ appState: { capture: 'paused' } }),
  visit: () => scene({ exchanges: inOrder(aVisit(), NOW, 3100) }),
  details: () => scene({ exchanges: inOrder(aVisit(), NOW, 3100) }),
  'explain-summary': explained,
  'explain-calls': explained,
  'explain-audit': explained,
  'explain-cache': explained,
  'explain-error': explained,
  'explain-lost': explained,
  'explain-caused': explained,
  nasty: () =>
    scene({
      exchanges: inOrder(nasties(), NOW, 1500),
      appState: {
        counts: { ...COUNTS, droppedEvents: 1204, droppedBytes: 8_400_000, unreadable: 3, evicted: 52_000 },
      },
    }),
  filtered: () => scene({ exchanges: inOrder(aVisit(), NOW, 3100) }),
  waiting: () =>
    scene({
      exchanges: inOrder(aVisit(), NOW, 3100),
      connection: { kind: 'waiting', server: SHOP, since: NOW - 4000, why: 'the process ended.' },
    }),
  detached: () => scene({ exchanges: inOrder(aVisit(), NOW, 3100), connection: { kind: 'idle' } }),
  many: () => scene({ exchanges: many(100_000, NOW) }),
  live: () => scene({ exchanges: many(600, NOW - 4000), play: live }),
  'tap-off': () => scene({ exchanges: inOrder(aVisit(), NOW, 3100) }),
  'tap-opening': () => scene({ exchanges: inOrder(aVisit(), NOW, 3100), appState: { tap: { kind: 'opening' } } }),
  'tap-open': () => scene({ exchanges: tapped(), appState: { tap: TAPPED } }),
  'tap-port': () => scene({ exchanges: tapped(), appState: { tap: TAPPED }, openTapFails: PORT_TAKEN }),
  'tap-down': () =>
    scene({ exchanges: tapped(), appState: { tap: { ...TAPPED, connections: 0, down: 'ECONNREFUSED' } } }),
  'tap-failed': () => scene({ exchanges: tapped(), appState: { tap: { kind: 'failed', problem: PORT_TAKEN } } }),
  'tap-visit': () => scene({ exchanges: tapped(), appState: { tap: TAPPED } }),
  'tap-details': () => scene({ exchanges: tapped(), appState: { tap: TAPPED } }),
  'tap-wire': () => scene({ exchanges: tapped(), appState: { tap: TAPPED } }),
  'tap-keys': () => scene({ exchanges: tapped(), appState: { tap: TAPPED } }),
  'tap-ledger': () => scene({ exchanges: tapped(), appState: { tap: TAPPED } }),
  'tap-down-row': () => scene({ exchanges: tapped(), appState: { tap: TAPPED } }),
  'tap-headers': () => scene({ exchanges: tapped(), appState: { tap: TAPPED } }),
  'tap-skew': () => scene({ exchanges: tapped(), appState: { tap: TAPPED } }),
  'tap-unseen': () => scene({ exchanges: inOrder(aVisit(), NOW, 3100) }),
  'tap-nasty': () => scene({ exchanges: inOrder(nastyWires(), NOW, 2300), appState: { tap: REMOTE } }),
  'wire-only': () =>
    scene({
      connection: { kind: 'idle' },
      exchanges: inOrder(
        aTappedVisit()
          .filter(({ source }) => source !== 'agent')
          .map(exchange => ({
            ...exchange,
            source: 'tap' as const,
            call: null,
            cache: { ...exchange.cache, declared: null },
            phases: exchange.phases.slice(-1),
          })),
        NOW,
        2300,
      ),
      appState: { tap: REMOTE, counts: { ...COUNTS, agentMsPerRequest: null, agentMsLately: null } },
    }),
  'wire-empty': () =>
    scene({ connection: { kind: 'idle' }, appState: { tap: { ...REMOTE, connections: 0, requests: 0 } } }),
  'wire-down': () => scene({ connection: { kind: 'idle' }, appState: { tap: { ...REMOTE, down: 'ECONNREFUSED' } } }),
  'connect-tapped': () => scene({ connection: { kind: 'idle' }, appState: { tap: REMOTE } }),
  'connect-tap-failed': () => scene({ connection: { kind: 'idle' }, openTapFails: PORT_TAKEN }),
  servers: () =>
    scene({
      exchanges: ofTwo(),
      appState: {
        servers: [
          aWatched({ connection: ATTACHED, exchanges: 14 }),
          aWatched({
            id: 's2',
            server: NORTHWIND,
            connection: { kind: 'attached', server: NORTHWIND, since: NOW - 60_000 },
            tap: { ...TAPPED, port: 4001, origin: 'http://localhost:4001', target: NORTHWIND.origin },
            exchanges: 12,
          }),
          aWatched({
            id: 's3',
            server: { ...SHOP, name: 'docs', origin: 'http://localhost:3100', pid: 7001 },
            connection: {
              kind: 'waiting',
              server: { ...SHOP, name: 'docs', origin: 'http://localhost:3100', pid: 7001 },
              since: NOW - 4000,
              why: 'Pid 7001 ended; waiting for a server on port 3100.',
            },
          }),
        ],
      },
    }),
  far: () =>
    scene({
      connection: { kind: 'attached', server: FAR, since: NOW - 60_000 },
      exchanges: inOrder(aVisit(), NOW, 3100),
      appState: {
        servers: [
          aWatched({
            server: FAR,
            connection: { kind: 'attached', server: FAR, since: NOW - 60_000 },
            exchanges: 19,
          }),
        ],
      },
    }),
  'far-menu': () => SCENES['far']?.() ?? scene({}),
  'far-details': () => SCENES['far']?.() ?? scene({}),
  'servers-menu': () => SCENES['servers']?.() ?? scene({}),
  'servers-one': () => SCENES['servers']?.() ?? scene({}),
  'servers-tap': () => SCENES['servers']?.() ?? scene({}),
  'servers-test': () => SCENES['servers']?.() ?? scene({}),
  'props-tree': withProps,
  'props-map': withProps,
  'props-largest': withProps,
  'props-repeated': withProps,
  'props-compare': withProps,
  'props-find': withProps,
  'props-hostile': withHostile,
  'props-hostile-map': withHostile,
  'props-hostile-largest': withHostile,
  'props-hostile-compare': withHostile,
  failing: () => scene({ exchanges: [], attachFails: PROBLEM }),
}

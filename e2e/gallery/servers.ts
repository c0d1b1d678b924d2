import type { AttachedServer, Connection, FoundServer, TapState, WatchedServer } from '../../shared/api.ts'

export const SHOP: AttachedServer = {
  origin: 'http://localhost:3000',
  pid: 4033,
  next: '16.4.6',
  mode: 'dev',
  folder: '/home/mira/work/shop',
  name: 'shop',
}

export const NORTHWIND: AttachedServer = {
  origin: 'http://localhost:3001',
  pid: 5120,
  next: '15.1.7',
  mode: 'start',
  folder: '/home/mira/work/clients/northwind/apps/storefront',
  name: 'northwind-storefront',
}

/** In a container of which only the inspector's port is handed on. */
export const FAR: AttachedServer = {
  ...SHOP,
  pid: 1,
  mode: 'start',
  folder: '/app',
  via: 'inspector',
}

interface WatchedOptions {
  readonly id?: string
  readonly server?: AttachedServer
  readonly connection?: Connection
  readonly tap?: TapState
  readonly exchanges?: number
}

/** The shop as it is watched; say what is different. */
export function aWatched(options: WatchedOptions): WatchedServer {
  const { id = 's1', server = SHOP, connection = { kind: 'idle' }, tap = { kind: 'off' }, exchanges = 0 } = options
  return {
    id,
    origin: tap.kind === 'open' ? tap.target : 'server' in connection ? server.origin : null,
    server: 'server' in connection ? server : null,
    connection,
    tap,
    counts: {
      exchanges,
      droppedEvents: 0,
      droppedByTap: 0,
      droppedBytes: 0,
      unreadable: 0,
      agentFaults: 0,
      tapFaults: 0,
      lastAgentFault: null,
      agentMsPerRequest: 0.021,
      agentMsLately: 0.021,
    },
  }
}

export const FOUND: readonly FoundServer[] = [
  { ...SHOP, attachable: true, problem: null },
  {
    origin: 'http://localhost:3001',
    pid: 5120,
    next: '15.1.7',
    mode: 'start',
    folder: '/home/mira/work/clients/northwind/apps/storefront',
    name: 'northwind-storefront',
    attachable: true,
    problem: null,
  },
  {
    origin: 'http://localhost:8080',
    pid: 812,
    next: '14.2.35',
    mode: 'start',
    folder: '/srv/intranet',
    name: 'intranet',
    attachable: false,
    problem: {
      code: 'other-user',
      message: 'The process 812 on port 8080 belongs to the user www-data.',
      next: 'Run Propscope as that user.',
      detail: null,
    },
  },
  {
    origin: 'http://localhost:3005',
    pid: 6001,
    next: '16.4.6',
    mode: 'dev',
    folder: '/home/mira/work/app-router-only',
    name: 'app-router-only',
    attachable: false,
    problem: {
      code: 'no-pages-router',
      message: 'The project of process 6001 has no pages folder.',
      next: 'Propscope watches getServerSideProps of the Pages Router; attach to a project that has one.',
      detail: null,
    },
  },
]

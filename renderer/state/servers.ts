import type { AppState, WatchedServer } from '../../shared/api.ts'
import { useStore } from './store.ts'

/** Which of the watched servers the window is about just now. */
export interface InView {
  readonly all: readonly WatchedServer[]
  /** Those whose requests are shown: the chosen one, or all. */
  readonly servers: readonly WatchedServer[]
  /** The only one of them; null where there are none or several. */
  readonly one: WatchedServer | null
}

export function inView({ servers: all }: Pick<AppState, 'servers'>, chosen: string | null): InView {
  const found = all.find(({ id }) => id === chosen)
  const servers = found ? [found] : all
  return { all, servers, one: (servers.length === 1 ? servers[0] : null) ?? null }
}

export function useInView(app: AppState): InView {
  const chosen = useStore(state => state.chosen)
  return inView(app, chosen)
}

/** Origin of the server whose rows alone are shown; null: those of all. */
export function chosenOrigin(app: AppState | null, chosen: string | null): string | null {
  return app?.servers.find(({ id }) => id === chosen)?.origin ?? null
}

/** Shows the requests of that server alone; null: of all. */
export function choose(id: string | null): void {
  useStore.setState({ chosen: id })
}

/** As `choose`, by the place in the list, counted from 1; 0: all. What is not there is not chosen. */
export function chooseByPlace(place: number): void {
  const servers = useStore.getState().app?.servers ?? []
  const server = servers[place - 1]
  if (place === 0) choose(null)
  else if (server) choose(server.id)
}

/** The server of an origin, as rows and exchanges name it. */
export function useServerOf(origin: string): WatchedServer | null {
  return useStore(({ app }) => app?.servers.find(server => server.origin === origin) ?? null)
}

export const isLookedInto = ({ connection: { kind } }: WatchedServer): boolean =>
  kind === 'attached' || kind === 'waiting'

/** An agent or a tap looks at it, or waits for it. */
export const isLookedAt = (server: WatchedServer): boolean => isLookedInto(server) || server.tap.kind === 'open'

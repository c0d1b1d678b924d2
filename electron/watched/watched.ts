import type { AttachedServer, WatchedServer } from '../../shared/api.ts'
import type { Result } from '../../shared/problem.ts'
import type { TapControl } from '../capture/tap-control.ts'
import type { Connector } from '../servers/connector.ts'

/** One server of the list, with what looks at it. */
export interface Watched {
  readonly id: string
  readonly connector: Connector
  readonly tap: TapControl
  /** Its `serverKey`, and the origin of its exchanges; null until it is found. */
  key: string | null
  origin: string | null
  /** As it was last attached to. */
  seen: AttachedServer | null
  /** The attach that is under way, for whoever asks for the same meanwhile. */
  attaching: Promise<Result<AttachedServer>> | null
  /** Taps of it that are being opened. */
  opening: number
  /** It turned out to be this other one of the list, which goes on for both. */
  turnedOut: Watched | null
}

/** The server that an agent is in, or was and is waited for. */
export function serverOf({ connector: { connection } }: Watched): AttachedServer | null {
  return connection.kind === 'attached' || connection.kind === 'waiting' ? connection.server : null
}

/** Nothing looks at it, and nothing is about to. */
export function isDead({ connector: { connection }, tap: { state }, attaching, opening }: Watched): boolean {
  return (
    attaching === null &&
    opening === 0 &&
    (connection.kind === 'idle' || connection.kind === 'failed') &&
    (state.kind === 'off' || state.kind === 'failed')
  )
}

/** Where a request to it goes: through its tap where that is open; null where nothing is known to be there. */
export function reachOf(watched: Watched): string | null {
  const { connection } = watched.connector
  return watched.tap.tap?.origin ?? (connection.kind === 'attached' ? connection.server.origin : null)
}

export function stateOf(watched: Watched, counts: WatchedServer['counts']): WatchedServer {
  const { id, origin, seen, connector, tap } = watched
  return { id, origin, server: seen, connection: connector.connection, tap: tap.state, counts }
}

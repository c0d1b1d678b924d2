import type { AppState, Connection, TapState } from '../../shared/api.ts'
import { assertNever } from '../../shared/units.ts'
import { isSameServer } from './addresses.ts'

export interface ChipWords {
  readonly text: string
  /** `open`: it forwards; `down`: open, and the target does not answer. */
  readonly look: 'off' | 'opening' | 'open' | 'down' | 'failed'
  readonly title: string
}

/** What the toolbar says of the tap. */
export function chipWords(tap: TapState): ChipWords {
  switch (tap.kind) {
    case 'off':
      return { text: 'off', look: 'off', title: 'See what goes over the wire: turn the tap on (T)' }
    case 'opening':
      return { text: 'opening…', look: 'opening', title: 'The tap is being opened' }
    case 'open':
      return tap.down === null
        ? { text: `:${tap.port}`, look: 'open', title: `The tap at ${tap.origin} forwards to ${tap.target} (T)` }
        : {
            text: `:${tap.port}`,
            look: 'down',
            title: `${tap.target} does not answer (${tap.down}); the tap waits for it`,
          }
    case 'failed':
      return { text: 'failed', look: 'failed', title: tap.problem.message }
    default:
      return assertNever(tap)
  }
}

/** The origin of the server that we are attached to, or wait for; null where there is none. */
export function attachedOrigin(connection: Connection): string | null {
  return 'server' in connection ? connection.server.origin : null
}

/** What `openTap` is given for a target: null, and with it what the project remembers, where that is the attached server. */
export function tapArgument(connection: Connection, target: string | null): string | null {
  if (connection.kind === 'attached' && (target === null || isSameServer(target, connection.server.origin))) return null
  return target ?? attachedOrigin(connection)
}

/** Nothing but the wire is seen: the tap is open and no agent looks on. */
export function isWireOnly({ connection, tap }: Pick<AppState, 'connection' | 'tap'>): boolean {
  return tap.kind === 'open' && attachedOrigin(connection) === null
}

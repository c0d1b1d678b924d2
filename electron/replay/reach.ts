import type { CaptureMode, WatchedServer } from '../../shared/api.ts'
import { fail, ok, type Result } from '../../shared/problem.ts'
import { serverKey } from '../capture/server-key.ts'
import type { Sessions } from '../capture/sessions.ts'
import type { AskedReads } from '../pipe/reads-asked.ts'
import type { Reached } from './replays.ts'

export interface Surroundings {
  readonly servers: readonly WatchedServer[]
  readonly sessions: Pick<Sessions, 'of'>
  readonly mode: CaptureMode
  readonly askReads: (origin: string, port: number, ordinal: number) => AskedReads | null
}

/**
 * The way to the server at `origin` (null: the only one that is watched): through the tap where one is in front of it, so that the wire is seen too, else straight to it. Only to a server
 * that is attached or tapped. Problem: `not-attached`.
 */
export function reachFor(origin: string | null, { servers, sessions, mode, askReads }: Surroundings): Result<Reached> {
  const watched =
    origin === null
      ? servers.length === 1
        ? servers[0]
        : undefined
      : servers.find(one => one.origin !== null && serverKey(one.origin) === serverKey(origin))
  const attached = watched?.connection.kind === 'attached' ? watched.connection.server : null
  const tap = watched?.tap.kind === 'open' ? watched.tap : null
  const wanted = origin ?? attached?.origin ?? tap?.target ?? null
  if (wanted === null || (!attached && !tap)) return refusal(wanted, watched)
  const session = sessions.of(wanted)
  const paused = mode === 'paused'
  return ok({
    origin: attached?.origin ?? wanted,
    to: tap?.origin ?? attached?.origin ?? wanted,
    over: tap ? 'tap' : 'server',
    watched: !paused,
    folder: attached?.folder ?? null,
    pid: attached?.pid ?? null,
    isFar: attached?.via === 'inspector',
    mode: attached?.mode ?? null,
    buildId: session.buildId,
    notes: [
      ...(paused ? ['Recording is paused: the answer came, and nothing of what happened inside was captured.'] : []),
      ...(attached ? [] : ['No agent is attached: what happened inside the server is not seen, only the wire.']),
    ],
    tell: event => session.replay(event),
    askReads: (port, ordinal) => askReads(wanted, port, ordinal),
  })
}

function refusal(wanted: string | null, watched: WatchedServer | undefined): Result<never> {
  if (wanted === null)
    return fail('not-attached', 'There is no server to send it to.', 'Attach to a running Next.js server first.')
  const message =
    watched?.connection.kind === 'waiting'
      ? `${wanted} went away and is waited for.`
      : `Propscope is not attached to ${wanted}, and a replay goes to an attached server only.`
  return fail('not-attached', message, `Attach to ${wanted}, then replay.`)
}

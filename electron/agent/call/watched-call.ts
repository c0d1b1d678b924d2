import asyncHooks from 'node:async_hooks'
import { createRequire } from 'node:module'
import type { RequestEvent } from '../../../shared/raw-events.ts'
import { createGuest, type Guest } from '../guest.ts'
import { loadModules, type NodeModules } from '../node.ts'
import type { Emit, LiveRequest } from '../request/request.ts'
import { createRequestContext, type RequestContext } from '../request/request-context.ts'

/** For tests: what watches a call, and a way to run code as the code of one. */
export interface WatchedCall {
  readonly node: NodeModules
  readonly guest: Guest
  readonly context: RequestContext
  readonly emit: Emit
  readonly events: RequestEvent[]
  /** The events of one kind. */
  of<K extends RequestEvent['kind']>(kind: K): Extract<RequestEvent, { kind: K }>[]
  /** Runs `work` as a getServerSideProps of a request with these headers, until it has ended; then what waits for the end of the answer. */
  run(work: () => Promise<unknown>, rawHeaders?: readonly string[]): Promise<LiveRequest>
  stop(): void
}

export function watchedCall(): WatchedCall {
  const context = createRequestContext(asyncHooks)
  const guest = createGuest()
  const events: RequestEvent[] = []
  context.need(true)
  let count = 0
  return {
    node: loadModules(createRequire(import.meta.url)),
    guest,
    context,
    emit: event => void events.push(event),
    events,
    of: kind => events.filter(event => event.kind === kind) as never,
    async run(work, rawHeaders = []) {
      count += 1
      const request = {
        number: count,
        calling: true,
        ended: false,
        later: [],
        response: { req: { rawHeaders } },
      } as unknown as LiveRequest
      // In a turn of its own, so that what comes after it is nobody's.
      await new Promise<void>((resolve, reject) => {
        setImmediate(() => {
          context.enter(request)
          work().then(() => resolve(), reject)
        })
      })
      ;(request as { calling: boolean }).calling = false
      for (const later of request.later.splice(0)) later()
      return request
    },
    stop: () => context.stop(),
  }
}

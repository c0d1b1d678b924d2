import type { Socket } from 'node:net'
import { createBucket } from '../bucket.ts'
import type { CallProbe } from '../call/call.ts'
import type { Guest } from '../guest.ts'
import { watchPageContexts } from '../next/page-context.ts'
import type { NodeModules } from '../node.ts'
import type { Emit, LiveRequest } from '../request/request.ts'
import type { RequestContext } from '../request/request-context.ts'
import { type ReadsWatch, watchReads } from './reads.ts'
import { createSecrets } from './secrets.ts'
import { watchSockets } from './sockets.ts'
import { watchOwnSpans } from './spans.ts'
import { watchUpstream } from './upstream.ts'

/** What says why a call took its time and what it depends on: upstream calls, reads, secrets. */
export interface Explanations extends CallProbe {
  /** A request has come: one of our own calls may have sent it. */
  arrived(request: LiveRequest, socket: Socket): void
  stop(): void
}

/** Watching what a call looks at costs some tens of µs: so many calls a second are watched, and so many at once after a silence. */
const READS = { atOnce: 60, perSecond: 20 }

export function watchExplanations(node: NodeModules, guest: Guest, context: RequestContext, emit: Emit): Explanations {
  const readsLeft = createBucket(READS)
  /** A server under load is not slowed by it, and of a developer's requests none is left out. */
  function mayWatchReads(): boolean {
    if (readsLeft.left() < 1) return false
    readsLeft.take(1)
    return true
  }
  const upstream = watchUpstream(node, guest, context, emit)
  const spans = watchOwnSpans(guest, context, upstream)
  const sockets = watchSockets(node, guest, context, upstream, spans.isOpen)
  const secrets = createSecrets(process.env)
  /** The calls that run, by their responses. */
  const calling = new Map<object, { readonly request: LiveRequest; readonly reads: ReadsWatch | null }>()
  const contexts = watchPageContexts(
    guest,
    node.cache,
    (response, given) => calling.get(response)?.reads?.context(given),
    (response, call) => {
      const running = calling.get(response)
      return running ? context.within(running.request, call) : call()
    },
  )
  return {
    arrived: upstream.arrived,
    // With the first page of a server's life Next loads what renders it.
    pageFound: contexts.look,
    begin(request) {
      spans.look()
      contexts.look()
      const { response } = request
      const reads = response && mayWatchReads() ? watchReads(guest, request) : null
      if (response) calling.set(response, { request, reads })
      return () => {
        if (response) calling.delete(response)
        sockets.callEnded(request)
        const seen = reads?.end()
        return {
          reads: seen?.reads ?? null,
          readsUnseen: seen?.unseen ?? [],
          upstreamLeftOut: upstream.leftOut(request),
        }
      }
    },
    secrets: request => secrets.of(request.response?.req.rawHeaders ?? []),
    stop() {
      for (const { reads } of calling.values()) reads?.end()
      calling.clear()
      spans.stop()
      sockets.stop()
      upstream.stop()
      contexts.stop()
    },
  }
}

import type { Exchange, Skew } from '../../shared/exchange.ts'
import { headerValue } from './headers.ts'
import type { CorrelationEvent } from './state.ts'

/** The build that the server serves, as its own answers tell. Owned by the session's context. */
export interface Builds {
  serves: string | null
}

/** Every page of Next names the server's build, also the error page that it answers a request for another build with. A new process may serve another one. */
export function learnBuild(builds: Builds, event: CorrelationEvent): void {
  if (event.kind === 'agent-opened') builds.serves = event.server.mode === 'dev' ? 'development' : null
  if (event.kind !== 'answer-read' && event.kind !== 'wire-read') return
  if (event.next?.buildId != null) builds.serves = event.next.buildId
}

/**
 * Whether a data request asked for another build than the server serves. Next 15 and 16, in dev and start, answer such a one 404, and the router then loads the page as a whole
 * document; of a prefetch it forgets it until the link is clicked. Next 16 tells the deployment too (`deploymentId`), answers 200, and the router leaves what came and loads the document.
 */
export function skewOf(builds: Builds, { request, response }: Exchange): Skew | null {
  if (request.buildId === null) return null
  const asked = headerValue(request.headers, 'x-deployment-id')
  const serves = response && headerValue(response.headers, 'x-nextjs-deployment-id')
  if (asked !== null && serves !== null && asked !== serves) return { asked, serves }
  const isServed = response !== null && response.status < 400
  if (builds.serves === null || builds.serves === request.buildId || isServed) return null
  return { asked: request.buildId, serves: builds.serves }
}

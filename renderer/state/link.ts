import { type BirpcReturn, createBirpc } from 'birpc'
import type { BackendApi, FrontendApi } from '../../shared/api.ts'
import { openChannel } from './transport.ts'

export type Rpc = BirpcReturn<BackendApi, FrontendApi>

/** How the renderer stands with Propscope's main process (not with the Next server). */
export type LinkStatus =
  | { readonly kind: 'connecting' }
  | { readonly kind: 'open' }
  /** It was there and went away, or never came; tried again by itself. `since`: epoch ms. */
  | { readonly kind: 'lost'; readonly since: number; readonly attempts: number }

export interface Link {
  readonly rpc: Rpc
}

/**
 * Joins the contract to whichever host there is. `onStatus` is called with `open` after every (re)connection: what was pushed
 * meanwhile is lost, so the caller asks for everything again.
 */
export function openLink(frontend: FrontendApi, onStatus: (status: LinkStatus) => void): Link {
  let receive: (message: unknown) => void = () => undefined
  const channel = openChannel({
    message: message => receive(message),
    status: status => {
      // Calls under way get no answer any more: let them fail now instead of never.
      if (status.kind === 'lost') rpc.$rejectPendingCalls()
      onStatus(status)
    },
  })
  const rpc: Rpc = createBirpc<BackendApi, FrontendApi>(frontend, {
    post: message => channel.post(message),
    on: handler => {
      receive = handler
    },
    // The demo may take a minute to start; a lost connection rejects by itself.
    timeout: -1,
    // A bug in drawing one push must not stop the next one.
    onFunctionError: error => {
      console.error(error)
      return true
    },
  })
  channel.start()
  return { rpc }
}

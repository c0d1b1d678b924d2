import { type HostBridge, RPC_PATH } from '../../shared/api.ts'
import { decodeMessage, encodeMessage } from '../../shared/wire.ts'
import type { LinkStatus } from './link.ts'

declare global {
  interface Window {
    /** Put there by the preload script of the Electron host. */
    readonly propscopeHost?: HostBridge
  }
}

/** A way for whole messages in both directions; `post` throws while it is not open. */
export interface Channel {
  start(): void
  post(message: unknown): void
}

export interface ChannelEvents {
  message(message: unknown): void
  status(status: LinkStatus): void
}

const FIRST_RETRY_MS = 250
const LAST_RETRY_MS = 3000

/** The app is in a browser's tab, not in a window of its own. */
export const isBrowserView = (): boolean => window.propscopeHost === undefined

/** Electron's bridge where there is one, else the WebSocket of the host that served this page. */
export function openChannel(events: ChannelEvents): Channel {
  const bridge = window.propscopeHost
  return bridge ? bridgeChannel(bridge, events) : socketChannel(socketUrl(window.location), events)
}

function socketUrl(location: Location): string {
  return `${location.protocol === 'https:' ? 'wss:' : 'ws:'}//${location.host}${RPC_PATH}`
}

function bridgeChannel(bridge: HostBridge, events: ChannelEvents): Channel {
  return {
    start() {
      bridge.listen(message => events.message(message))
      events.status({ kind: 'open' })
    },
    post: message => bridge.post(message),
  }
}

function socketChannel(url: string, events: ChannelEvents): Channel {
  let socket: WebSocket | null = null
  let attempts = 0
  let lostSince: number | null = null

  const connect = () => {
    const opening = new WebSocket(url)
    opening.binaryType = 'arraybuffer'
    socket = opening
    opening.addEventListener('open', () => {
      attempts = 0
      lostSince = null
      events.status({ kind: 'open' })
    })
    opening.addEventListener('message', event => {
      if (event.data instanceof ArrayBuffer) events.message(decodeMessage(new Uint8Array(event.data)))
    })
    // `error` is always followed by `close`, which alone tells that it is over.
    opening.addEventListener('close', () => {
      attempts++
      lostSince ??= Date.now()
      events.status({ kind: 'lost', since: lostSince, attempts })
      setTimeout(connect, Math.min(FIRST_RETRY_MS * 2 ** (attempts - 1), LAST_RETRY_MS))
    })
  }

  return {
    start: connect,
    post(message) {
      if (socket?.readyState !== WebSocket.OPEN) throw new Error('the connection to Propscope is not open')
      socket.send(encodeMessage(message))
    },
  }
}

import type { IncomingMessage } from 'node:http'
import type { BrowserAccess } from './browser-access.ts'

/** Why a request is refused. */
export type Refusal =
  | { readonly kind: 'host'; readonly host: string }
  | { readonly kind: 'origin'; readonly origin: string }
  | { readonly kind: 'method'; readonly method: string }
  | { readonly kind: 'cookie' }

/** The names that this host answers to. Any other `Host` is a foreign name that was made to resolve to us (DNS rebinding). */
export function ownHosts(port: number): readonly string[] {
  // Browsers leave the default port of http away.
  const suffix = port === 80 ? '' : `:${port}`
  return ['127.0.0.1', 'localhost', '[::1]'].map(name => name + suffix)
}

/** Checks that hold for every request, with a cookie or not. `upgrade`: it wants to become a WebSocket. */
export function checkOrigin(request: IncomingMessage, port: number, upgrade: boolean): Refusal | null {
  const host = (request.headers.host ?? '').toLowerCase()
  if (!ownHosts(port).includes(host)) return { kind: 'host', host }
  const reads = request.method === 'GET' || request.method === 'HEAD'
  if (upgrade || !reads) {
    // Browsers name the page that asks in `Origin`; cookies alone do not protect a WebSocket from pages of other ports.
    const origin = request.headers.origin ?? ''
    if (origin !== `http://${host}`) return { kind: 'origin', origin }
  }
  return reads ? null : { kind: 'method', method: request.method ?? '' }
}

export function checkCookie(request: IncomingMessage, access: BrowserAccess): Refusal | null {
  return access.admits(request.headers.cookie) ? null : { kind: 'cookie' }
}

import { isIPv4 } from 'node:net'

/** The name in a Host field or an authority, without its port, in lower case; brackets of IPv6 stay. All of it where what follows is no port: `localhost:80@elsewhere` is nobody's name. */
export function hostName(host: string): string {
  const name = host.trim().toLowerCase()
  const found = /^(\[[^\]]*\]|[^:]*)(?::\d*)?$/.exec(name)
  return (found?.[1] ?? name).replace(/\.$/, '')
}

/** This machine, as seen from itself. */
export function isLoopback(name: string): boolean {
  return (
    name === 'localhost' || name.endsWith('.localhost') || name === '[::1]' || (isIPv4(name) && name.startsWith('127.'))
  )
}

/**
 * Whether a request is meant for the tap or its target. Another name that leads to loopback is a page of somebody else's that had its name
 * resolve here (DNS rebinding), or a client that takes the tap for a proxy of the open kind.
 */
export function hostCheck(targetHost: string, more: readonly string[]): (host: string) => boolean {
  const known = new Set([targetHost, ...more].map(hostName))
  let last = ''
  let isKnown = false
  return host => {
    // Nearly every request names the one before.
    if (host === last) return isKnown
    const name = hostName(host)
    last = host
    isKnown = isLoopback(name) || known.has(name)
    return isKnown
  }
}

/** For whom a request is: the authority of its target where that is a whole URL or CONNECT's, else its Host; null where it does not say. */
export function requestHosts(method: string, url: string, host: string | null): readonly string[] {
  const hosts = host === null ? [] : host.includes(',') ? host.split(',') : [host]
  if (method === 'CONNECT') return [url, ...hosts]
  if (url.startsWith('/')) return hosts
  const found = /^[a-z][a-z0-9+.-]*:\/\/(?:[^/?#]*@)?([^/?#]*)/i.exec(url)
  return found ? [found[1] ?? '', ...hosts] : hosts
}

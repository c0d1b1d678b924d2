/** What a person typed, read as what the contract wants; or why it cannot be, with what to do. */
export type Read<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly why: string }

const LAST_PORT = 65_535

/** A port to listen on, other than `taken` (the target's own, where that is on this machine). */
export function readPort(text: string, taken: number | null): Read<number> {
  const wanted = text.trim()
  const port = /^\d{1,5}$/.test(wanted) ? Number(wanted) : Number.NaN
  if (!(port >= 1 && port <= LAST_PORT)) return { ok: false, why: 'A port is a whole number from 1 to 65535.' }
  if (port === taken) {
    return { ok: false, why: `Port ${port} is the server’s own. Take another one for the tap, such as ${port + 1000}.` }
  }
  return { ok: true, value: port }
}

/** The origin to tap: `3000`, `host:3000`, `10.0.0.5` and whole URLs of pages will do. */
export function readTarget(text: string): Read<string> {
  const wanted = text.trim()
  if (/^\d{1,5}$/.test(wanted)) {
    const port = readPort(wanted, null)
    return port.ok ? { ok: true, value: `http://localhost:${port.value}` } : port
  }
  const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(wanted)?.[1]?.toLowerCase()
  if (scheme !== undefined && scheme !== 'http' && scheme !== 'https') {
    return {
      ok: false,
      why: `The tap forwards http and https only, not ${scheme}. Give the address that a browser opens.`,
    }
  }
  try {
    const url = new URL(scheme === undefined ? `http://${wanted}` : wanted)
    if (url.hostname !== '') return { ok: true, value: url.origin }
  } catch {
    // Said below.
  }
  return { ok: false, why: 'That is no address. Give one as a browser would open it, such as http://10.0.0.5:3000.' }
}

const isHere = (hostname: string) =>
  hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d+){3}$/.test(hostname)

/** Whether two origins lead to one server: this machine has several names for itself. */
export function isSameServer(one: string, other: string): boolean {
  const [port, otherPort] = [localPort(one), localPort(other)]
  return one === other || (port !== null && port === otherPort)
}

/** The port of an origin of this machine; null where it is another machine's. */
export function localPort(origin: string): number | null {
  try {
    const { hostname, port, protocol } = new URL(origin)
    return isHere(hostname) ? Number(port || (protocol === 'https:' ? 443 : 80)) : null
  } catch {
    return null
  }
}

import { type LookupAddress, lookup } from 'node:dns'
import type { LookupFunction, TcpNetConnectOpts } from 'node:net'
import { isLoopback } from './hosts.ts'

const BOTH: readonly LookupAddress[] = [
  { address: '127.0.0.1', family: 4 },
  { address: '::1', family: 6 },
]

/** On the loopback a port that nobody listens on is refused at once: what takes longer is a busy server (or we are), and not to be left for the other address after Node's 250 ms. */
const PATIENCE_MS = 10_000

/** How to connect to `host`, a name or an address: to whichever address of the loopback answers, where it is a name of it. */
export function waysTo(
  host: string,
): Pick<TcpNetConnectOpts, 'lookup' | 'autoSelectFamily' | 'autoSelectFamilyAttemptTimeout'> {
  return isLoopback(host.toLowerCase())
    ? { lookup: lookupLoopback, autoSelectFamily: true, autoSelectFamilyAttemptTimeout: PATIENCE_MS }
    : { autoSelectFamily: true }
}

/** Looks names up as the system does, but `localhost` (and any name that ends in `.localhost`) is both addresses of the loopback, whatever the system makes of it (RFC 6761 §6.3). */
const lookupLoopback = loopbackLookup()

/**
 * Many systems know `localhost` as 127.0.0.1 alone, or leave ::1 out where the network has no IPv6, and a server that listens on ::1 is not found then. What the system says comes
 * first: it is what a browser goes by. `system` is another one in tests.
 */
export function loopbackLookup(system: typeof lookup = lookup): LookupFunction {
  return (name, options, found) => {
    // Node says the family as a number or as `IPv6`.
    const family = Number(String(options.family ?? 0).replace('IPv', ''))
    system(name, { all: true, family }, (_, said) => {
      const known = said ?? []
      const more = BOTH.filter(({ address }) => known.every(one => one.address !== address))
      const all = [...known, ...more].filter(one => family === 0 || one.family === family)
      if (options.all) found(null, all)
      else found(null, all[0]?.address ?? '127.0.0.1', all[0]?.family ?? 4)
    })
  }
}

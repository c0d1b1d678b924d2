import type * as Crypto from 'node:crypto'
import type { RawHeaders, UpstreamStartEvent } from '../../../shared/raw-events.ts'

/** What may be told of the credentials in a request: which, and whether they are the browser's, but not their values. */
export interface Credentials {
  /** The headers with the values of secret ones replaced by a digest. */
  redact(headers: RawHeaders): string[]
  /** A URL without the user's name and password, and with digests for the values of parameters that are named as secrets. */
  redactUrl(url: string): string
  /** What of the credentials of the request that came in is carried on. */
  compare(incoming: RawHeaders, outgoing: RawHeaders): NonNullable<UpstreamStartEvent['forwarded']>
}

const SECRET_HEADER = /^(proxy-)?authorization$|token|secret|api-?key|password|signature|session|credential/i
const SECRET_PARAM = /(^|[_-])(key|apikey|token|secret|password|passwd|sig|signature|auth|code|session)$/i

/** Digests are salted, so that the same value is told to be the same as long as the server runs, and nothing more. */
export function createCredentials(crypto: typeof Crypto): Credentials {
  const salt = crypto.randomBytes(16)
  const digest = (value: string) =>
    `‹${crypto.createHash('sha256').update(salt).update(value).digest('hex').slice(0, 8)}›`

  function redactValue(name: string, value: string): string {
    const lower = name.toLowerCase()
    if (lower === 'cookie')
      return cookiesIn(value)
        .map(([key, one]) => `${key}=${digest(one)}`)
        .join('; ')
    if (!SECRET_HEADER.test(lower)) return value
    const scheme = /^([A-Za-z][\w-]*) +(.+)$/s.exec(value)
    return scheme ? `${scheme[1]} ${digest(scheme[2] ?? '')}` : digest(value)
  }

  return {
    redact(headers) {
      const out: string[] = []
      for (let at = 0; at + 1 < headers.length; at += 2) {
        const name = String(headers[at])
        out.push(name, redactValue(name, String(headers[at + 1])))
      }
      return out
    },
    redactUrl(url) {
      const plain = url.replace(/^([a-z][a-z0-9+.-]*:\/\/)[^/?#@]*@/i, '$1')
      return plain.replace(/([?&])([^=&#]+)=([^&#]+)/g, (whole, mark: string, name: string, value: string) =>
        SECRET_PARAM.test(name) ? `${mark}${name}=${digest(value)}` : whole,
      )
    },
    compare(incoming, outgoing) {
      const sent = headerIn(outgoing, 'cookie')
      const authorization = headerIn(outgoing, 'authorization')
      const had = new Map(sent === null ? [] : cookiesIn(headerIn(incoming, 'cookie') ?? ''))
      const cookies: string[] = []
      const otherCookies: string[] = []
      for (const [name, value] of sent === null ? [] : cookiesIn(sent)) {
        if (had.get(name) === value) cookies.push(name)
        else otherCookies.push(name)
      }
      return {
        cookies: cookies.slice(0, 50),
        otherCookies: otherCookies.slice(0, 50),
        authorization:
          authorization === null
            ? 'none'
            : authorization === headerIn(incoming, 'authorization')
              ? 'same'
              : 'different',
      }
    },
  }
}

/** Names and values of a Cookie header as they stand there. */
export function cookiesIn(header: string): [string, string][] {
  return header.split(';').flatMap(part => {
    const equals = part.indexOf('=')
    return equals < 0 ? [] : [[part.slice(0, equals).trim(), part.slice(equals + 1).trim()] as [string, string]]
  })
}

/** Of a flat list of names and values; several are joined as Node joins them. */
export function headerIn(headers: RawHeaders, name: string): string | null {
  let found: string | null = null
  for (let at = 0; at + 1 < headers.length; at += 2) {
    if (String(headers[at]).toLowerCase() !== name) continue
    const value = String(headers[at + 1])
    found = found === null ? value : `${found}${name === 'cookie' ? '; ' : ', '}${value}`
  }
  return found
}

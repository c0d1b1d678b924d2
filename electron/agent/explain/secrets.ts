import type { RawHeaders, RawSecret } from '../../../shared/raw-events.ts'
import { cookiesIn, headerIn } from './credentials.ts'

/** Tells a text that is a secret of the server's or of the visitor's; null where it is none. */
export type FindSecret = (text: string) => Omit<RawSecret, 'path'> | null

/** Shorter ones are found by accident: `shop-dev`, `production`. */
const LENGTH_AT_LEAST = 8
const SECRETS_AT_MOST = 500
/** `next dev` reads the files of variables anew when they change; so often ours are, in ms. */
const FRESH_MS = 30_000

const NAMED_SECRET = /secret|token|key|pass|pwd|credential|auth|private|dsn|salt|jwt|signature|session/i
const PUBLIC = /^(NEXT_PUBLIC_|npm_|__NEXT|NEXT_|NODE_|LC_|XDG_)/

/** Everything is compared inside the server: only where a value stands leaves it, never the value. */
export function createSecrets(env: Readonly<Record<string, string | undefined>>): {
  /** For the props of the request with these headers. */
  of(headers: RawHeaders): FindSecret
} {
  let variables = new Map<string, string>()
  let readAt = Number.NEGATIVE_INFINITY

  function refresh(): void {
    const now = performance.now()
    if (now - readAt < FRESH_MS) return
    readAt = now
    variables = new Map()
    for (const name of Object.keys(env)) {
      const value = env[name]
      if (value === undefined || PUBLIC.test(name) || variables.size >= SECRETS_AT_MOST) continue
      if (isSecret(name, value)) variables.set(value, name)
    }
  }

  return {
    of(headers) {
      // Most props are never looked at; then nothing of this is needed.
      let find: FindSecret | null = null
      return text => {
        find ??= finder(headers)
        return find(text)
      }
    },
  }

  function finder(headers: RawHeaders): FindSecret {
    refresh()
    const own = new Map<string, Omit<RawSecret, 'path'>>()
    const cookie = headerIn(headers, 'cookie')
    for (const [name, value] of cookie === null ? [] : cookiesIn(cookie)) {
      for (const text of [value, decoded(value)]) own.set(text, { source: 'cookie', name })
    }
    const authorization = headerIn(headers, 'authorization')
    if (authorization !== null) {
      const bare = authorization.replace(/^[A-Za-z][\w-]* +/, '')
      for (const text of [authorization, bare]) own.set(text, { source: 'authorization', name: 'authorization' })
    }
    const lengths = new Set([...variables.keys(), ...own.keys()].map(text => text.length))
    return text => {
      if (text.length < LENGTH_AT_LEAST || !lengths.has(text.length)) return null
      const variable = variables.get(text)
      return variable === undefined ? (own.get(text) ?? null) : { source: 'env', name: variable }
    }
  }
}

function isSecret(name: string, value: string): boolean {
  if (value.length < LENGTH_AT_LEAST || /^[\d.]+$|^(true|false)$/i.test(value)) return false
  // A path, or an address that anybody may know.
  if (/^[./~]/.test(value) || (/^[a-z][a-z0-9+.-]*:\/\//i.test(value) && !/:\/\/[^/@]*:[^/@]+@/.test(value)))
    return false
  if (NAMED_SECRET.test(name)) return true
  return value.length >= 20 && /\d/.test(value) && /[A-Za-z]/.test(value) && !/\s/.test(value)
}

function decoded(value: string): string {
  try {
    return decodeURIComponent(value)
  } catch {
    return value
  }
}

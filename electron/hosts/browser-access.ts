import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'

/**
 * Who may use the browser host. A link holds a token that works once; its first use is exchanged for a cookie that lasts as long as the
 * host. Other users and pages of this machine have neither.
 */
export interface BrowserAccess {
  /** A new one-time token; the ones before it stay good until they are used. */
  mint(): string
  /** The `Set-Cookie` value for a token that was not used yet, else null. */
  redeem(token: string): string | null
  /** Whether a request's `Cookie` header holds our cookie. */
  admits(cookieHeader: string | undefined): boolean
}

/** @param port of the host: cookies do not tell ports apart, so the cookie's name does, and two Propscopes get on */
export function createAccess(port: number): BrowserAccess {
  const cookieName = `propscope-${port}`
  const cookieValue = secret()
  let tokens: string[] = []
  return {
    mint() {
      const token = secret()
      tokens.push(token)
      return token
    },
    redeem(token) {
      const used = tokens.find(candidate => sameSecret(candidate, token))
      if (used === undefined) return null
      tokens = tokens.filter(candidate => candidate !== used)
      return `${cookieName}=${cookieValue}; HttpOnly; SameSite=Strict; Path=/`
    },
    admits(cookieHeader) {
      const pairs = (cookieHeader ?? '').split(';').map(pair => pair.trim())
      return pairs.some(
        pair => pair.startsWith(`${cookieName}=`) && sameSecret(pair.slice(cookieName.length + 1), cookieValue),
      )
    },
  }
}

const secret = () => randomBytes(32).toString('base64url')

/** Compares in a time that tells nothing: digests have one length, whatever was given. */
function sameSecret(a: string, b: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(a), digest(b))
}

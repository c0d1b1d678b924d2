import { parseTarget } from '../servers/target.ts'

/** The same for origins that lead to the same server: on this machine the port says which one it is, under whatever name it is asked. */
export function serverKey(origin: string): string {
  const target = parseTarget(origin)
  return target.ok && target.value.kind === 'http' ? `port ${target.value.port}` : origin
}

/** The origin that somebody may have written short: `3000`, `localhost:3000`. What is none is given back as it is. */
export function readOrigin(text: string): string {
  const written = text.trim()
  const url = /^:?\d+$/.test(written)
    ? `http://localhost:${written.replace(':', '')}`
    : written.includes('://')
      ? written
      : `http://${written}`
  return URL.canParse(url) && /^https?:/i.test(url) ? new URL(url).origin : text
}

import type { Exchange } from '../../shared/exchange.ts'
import type { Outgoing } from '../../shared/replay.ts'

/** What stands in the place of a secret. */
export const REDACTED = '[redacted]'

const SECRET_NAME =
  /(^|[-_.])(auth|authorization|token|secret|password|passwd|pwd|session|sid|jwt|api-?key|access-?key|private-?key|csrf|xsrf|signature|sig|credential)s?($|[-_.])/i
const SECRET_CAMEL = /(token|secret|password|apiKey|accessKey|privateKey|sessionId|credentials?)$/i

/** Whether a header, a query parameter or a key of that name holds what nobody else should read. */
export function isSecretName(name: string): boolean {
  return (
    SECRET_NAME.test(name) || SECRET_CAMEL.test(name) || /^(key|code|authorization|proxy-authorization)$/i.test(name)
  )
}

type Headers = readonly (readonly [string, string])[]

/** Cookies keep their names, so that one sees which there were. */
export function redactHeaders(headers: Headers): [string, string][] {
  return headers.map(([name, value]) => [name, redactHeader(name, value)])
}

function redactHeader(name: string, value: string): string {
  const key = name.toLowerCase()
  if (key === 'cookie') return value.replace(/([^=;\s]+)=[^;]*/g, (_, cookie: string) => `${cookie}=${REDACTED}`)
  if (key === 'set-cookie') return value.replace(/^([^=;]*)=[^;]*/, (_, cookie: string) => `${cookie}=${REDACTED}`)
  if (key === 'authorization' || key === 'proxy-authorization')
    return `${/^\S+(?= )/.exec(value)?.[0] ?? ''} ${REDACTED}`.trim()
  if (/^(referer|location|x-nextjs-redirect|x-middleware-rewrite|x-matched-path)$/.test(key)) return redactUrl(value)
  return isSecretName(key) ? REDACTED : value
}

/** Values of parameters whose names say that they are secret. */
export function redactUrl(url: string): string {
  const mark = url.indexOf('?')
  const bare = url.replace(/^([a-z][a-z0-9+.-]*:\/\/)[^/?#@]*@/i, '$1')
  if (mark < 0) return bare
  const at = bare.indexOf('?')
  const parts = bare.slice(at + 1).split('&')
  const kept = parts.map(part => {
    const name = part.split('=', 1)[0] ?? ''
    return part.includes('=') && isSecretName(name) ? `${name}=${encodeURIComponent(REDACTED)}` : part
  })
  return `${bare.slice(0, at)}?${kept.join('&')}`
}

/** Members whose names say that they are secret, at any depth; the depth is bounded. */
export function redactValue(value: unknown, depth = 0): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (depth > 100) return REDACTED
  if (Array.isArray(value)) return value.map(one => redactValue(one, depth + 1))
  return Object.fromEntries(
    Object.entries(value).map(([key, inside]) => [
      key,
      isSecretName(key) && typeof inside !== 'object' && inside !== null ? REDACTED : redactValue(inside, depth + 1),
    ]),
  )
}

const isForm = (headers: Headers) =>
  headers.some(([name, value]) => name.toLowerCase() === 'content-type' && value.includes('x-www-form-urlencoded'))

/** A request without its secrets; of a body that is neither a form nor JSON nothing is left. */
export function redactRequest(request: Outgoing): Outgoing {
  const { url, headers, body } = request
  return {
    ...request,
    url: redactUrl(url),
    headers: redactHeaders(headers),
    body: body && { encoding: 'utf8', text: bodyText() },
  }
  function bodyText(): string {
    if (!body || body.encoding === 'base64') return REDACTED
    if (isForm(headers)) return redactUrl(`?${body.text}`).slice(1)
    try {
      return JSON.stringify(redactValue(JSON.parse(body.text)))
    } catch {
      return REDACTED
    }
  }
}

/** An exchange without secrets: of headers, cookies, addresses, and of the props where they are in it. */
export function redactExchange(exchange: Exchange): Exchange {
  const { request, response, call, props } = exchange
  const query = Object.fromEntries(
    Object.entries(request.query).map(([name, value]) => [name, isSecretName(name) ? REDACTED : value]),
  )
  return {
    ...exchange,
    request: { ...request, url: redactUrl(request.url), headers: redactHeaders(request.headers), query },
    response: response && { ...response, headers: redactHeaders(response.headers) },
    call: call && {
      ...call,
      setHeaders: call.setHeaders.map(set => ({
        ...set,
        value: Array.isArray(set.value)
          ? set.value.map(one => redactHeader(set.name, one))
          : redactHeader(set.name, String(set.value)),
      })),
      calls:
        call.calls?.map(one => ({
          ...one,
          url: redactUrl(one.url),
          requestHeaders: redactHeaders(one.requestHeaders),
        })) ?? null,
    },
    props: props && ('value' in props ? { ...props, value: redactValue(props.value) } : props),
  }
}

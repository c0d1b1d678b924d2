import type { Outgoing } from '../../shared/replay.ts'
import { headerOf } from '../../shared/replay-request.ts'

/** Fields that curl sets itself, of which a copy would be wrong or double. */
const BY_CURL = new Set(['content-length', 'connection', 'transfer-encoding', 'keep-alive', 'expect', 'te', 'upgrade'])
/** Fields that curl adds where they are not given; an empty one takes them out. */
const ADDED = ['User-Agent', 'Accept'] as const

interface Piece {
  readonly option: string
  readonly value: string | null
  /** `latin1`: its characters are the bytes of a head; `utf8`: it is text. */
  readonly as: 'latin1' | 'utf8'
}

/** What curl is told, in order. A body that is no text comes from its standard input. */
function piecesOf(origin: string, { method, url, headers, body }: Outgoing): Piece[] {
  const pieces: Piece[] = []
  const add = (option: string, value: string | null, as: Piece['as'] = 'latin1') => pieces.push({ option, value, as })
  if (/\/\.{1,2}(\/|$|\?)/.test(url)) add('path-as-is', null)
  if (/[[\]{}]/.test(url)) add('globoff', null)
  // It would take the proxy of the environment, which is not how the request went.
  add('noproxy', '*')
  if (method === 'HEAD') add('head', null)
  else if (method !== (body ? 'POST' : 'GET')) add('request', method)
  const { host } = new URL(origin)
  for (const [name, value] of headers) {
    const key = name.toLowerCase()
    if (BY_CURL.has(key) || (key === 'host' && value === host)) continue
    add('header', value === '' ? `${name};` : `${name}: ${value}`)
  }
  for (const name of ADDED) if (headerOf(headers, name) === null) add('header', `${name}:`)
  if (body && headerOf(headers, 'content-type') === null) add('header', 'Content-Type:')
  if (body) add('header', 'Expect:')
  if (/\b(gzip|br|deflate|zstd)\b/.test(headerOf(headers, 'accept-encoding') ?? '')) add('compressed', null)
  if (body)
    add(body.encoding === 'base64' ? 'data-binary' : 'data-raw', body.encoding === 'base64' ? '@-' : body.text, 'utf8')
  return pieces
}

/** For bash, zsh and other shells that know `$'…'`. */
export function curlBash(origin: string, request: Outgoing): string {
  const options = piecesOf(origin, request).map(({ option, value, as }) =>
    value === null ? `--${option}` : `--${option} ${quoteBash(value, as)}`,
  )
  const command = [`curl ${quoteBash(origin + request.url, 'latin1')}`, ...options].join(' \\\n  ')
  const { body } = request
  return body?.encoding === 'base64' ? `printf %s ${quoteBash(body.text, 'utf8')} | base64 -d | ${command}` : command
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is escaped
const NOT_ASCII = /[\u0000-\u001f\u007f-\u00ff]/
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is escaped
const NOT_SEEN = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]/

/** One word of bash. In `$'…'` where it holds what single quotes would not carry, or what a terminal would act on. */
export function quoteBash(text: string, as: Piece['as']): string {
  const odd = as === 'latin1' ? NOT_ASCII : NOT_SEEN
  if (!odd.test(text)) return `'${text.replaceAll("'", `'\\''`)}'`
  const all = new RegExp(odd.source, 'g')
  const escaped = text
    .replaceAll('\\', '\\\\')
    .replaceAll("'", "\\'")
    .replace(all, char => {
      const code = char.charCodeAt(0)
      return code < 0x80 || as === 'latin1'
        ? `\\x${code.toString(16).padStart(2, '0')}`
        : `\\u${code.toString(16).padStart(4, '0')}`
    })
  return `$'${escaped}'`
}

/**
 * For every PowerShell: what curl is told goes to it as a configuration over its standard input, since Windows PowerShell passes arguments with quotes in them on wrongly.
 */
export function curlPowerShell(origin: string, request: Outgoing): string {
  return `$OutputEncoding = [Text.UTF8Encoding]::new($false)\n@'\n${curlConfig(origin, request)}\n'@ | curl.exe --config -`
}

/** What `curl --config` reads. */
export function curlConfig(origin: string, request: Outgoing): string {
  const { body } = request
  // Standard input is the configuration's: a body that is no text is written out, as form data would be.
  const text =
    body?.encoding === 'base64' ? { ...request, body: { encoding: 'utf8' as const, text: atob(body.text) } } : request
  const lines = piecesOf(origin, text).map(({ option, value }) =>
    value === null ? option : `${option} = ${quoteConfig(value)}`,
  )
  return [`url = ${quoteConfig(origin + request.url)}`, ...lines].join('\n')
}

function quoteConfig(text: string): string {
  const escapes: Readonly<Record<string, string>> = {
    '\\': '\\\\',
    '"': '\\"',
    '\n': '\\n',
    '\r': '\\r',
    '\t': '\\t',
    '\v': '\\v',
  }
  return `"${text.replace(/[\\"\n\r\t\v]/g, char => escapes[char] ?? char)}"`
}

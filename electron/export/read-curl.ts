import { fail, ok, type Result } from '../../shared/problem.ts'
import { OutgoingSchema, type ReadCurl } from '../../shared/replay.ts'
import { headerOf } from '../../shared/replay-request.ts'
import { shellWords } from './shell-words.ts'

/** Options with one letter, by their long names. */
const LETTERS: Readonly<Record<string, string>> = {
  X: 'request',
  H: 'header',
  d: 'data',
  b: 'cookie',
  A: 'user-agent',
  e: 'referer',
  u: 'user',
  I: 'head',
  G: 'get',
  L: 'location',
  k: 'insecure',
  s: 'silent',
  S: 'show-error',
  i: 'include',
  v: 'verbose',
  f: 'fail',
  g: 'globoff',
  o: 'output',
  O: 'remote-name',
  m: 'max-time',
  w: 'write-out',
  x: 'proxy',
  c: 'cookie-jar',
  F: 'form',
  T: 'upload-file',
  N: 'no-buffer',
  n: 'netrc',
  '#': 'progress-bar',
}
const WITH_VALUE = new Set([
  'request',
  'header',
  'data',
  'data-raw',
  'data-ascii',
  'data-binary',
  'data-urlencode',
  'json',
  'cookie',
  'user-agent',
  'referer',
  'user',
  'url',
  'output',
  'max-time',
  'connect-timeout',
  'write-out',
  'proxy',
  'noproxy',
  'cookie-jar',
  'retry',
  'resolve',
  'cacert',
  'max-redirs',
  'form',
  'upload-file',
  'limit-rate',
  'oauth2-bearer',
])
/** Of no meaning for what is sent. */
const QUIET = new Set([
  'silent',
  'show-error',
  'include',
  'verbose',
  'fail',
  'fail-with-body',
  'globoff',
  'output',
  'remote-name',
  'max-time',
  'connect-timeout',
  'write-out',
  'cookie-jar',
  'no-buffer',
  'progress-bar',
  'path-as-is',
  'http1.1',
  'http1.0',
  'http2',
  'no-keepalive',
  'max-redirs',
  'noproxy',
  'insecure',
  'cacert',
  'retry',
  'no-progress-meter',
])

/** Reads a command as browsers copy it (“Copy as cURL (bash)”) and people write it. Problem: `request-failed`, which says what was not understood. */
export function readCurl(text: string): Result<ReadCurl> {
  const read = shellWords(text.trim().replace(/^\$\s+/, ''))
  if (!read.ok) return refuse(`The command cannot be read at character ${read.at + 1}: ${read.why}.`)
  const [command, ...words] = read.words
  if (command === undefined || !/(^|[/\\])curl(\.exe)?$/.test(command))
    return refuse('The command does not begin with curl.')
  if (text.includes('^\n') || / \^"/.test(text))
    return refuse('This is a command for Windows’ cmd: copy it as cURL (bash).')

  const headers: [string, string][] = []
  const data: string[] = []
  const notes: string[] = []
  const urls: string[] = []
  let method: string | null = null
  const without = new Set<string>()
  let json = false
  let inQuery = false
  let head = false
  for (const [name, value] of optionsOf(words)) {
    if (name === null) return refuse(`curl’s option ${value} is not understood here.`)
    switch (name) {
      case 'url':
        urls.push(value)
        break
      case 'request':
        method = value
        break
      case 'header': {
        const found = /^([^:;]+)(?::[ \t]*(.*)|;)$/s.exec(value)
        if (!found) return refuse(`“${value}” is no header: a name, a colon, a value.`)
        // `Name:` alone takes out what curl would add, which is nothing here.
        if (found[2] === '') without.add((found[1] ?? '').trim().toLowerCase())
        else headers.push([found[1]?.trim() ?? '', found[2] ?? ''])
        break
      }
      case 'data':
      case 'data-ascii':
      case 'data-binary':
        if (value.startsWith('@')) return refuse(`The body is to come from the file ${value.slice(1)}: paste its text.`)
        data.push(value)
        break
      case 'data-raw':
        data.push(value)
        break
      case 'data-urlencode': {
        const at = value.indexOf('=')
        if (value.includes('@') && (at < 0 || value.indexOf('@') < at))
          return refuse('The body is to come from a file: paste its text.')
        data.push(
          at < 0
            ? encodeURIComponent(value)
            : `${at === 0 ? '' : `${value.slice(0, at)}=`}${encodeURIComponent(value.slice(at + 1))}`,
        )
        break
      }
      case 'json':
        json = true
        data.push(value)
        break
      case 'cookie':
        if (!value.includes('=')) return refuse(`The cookies are to come from the file ${value}: paste them.`)
        headers.push(['Cookie', value])
        break
      case 'user-agent':
        headers.push(['User-Agent', value])
        break
      case 'referer':
        headers.push(['Referer', value])
        break
      case 'user':
        headers.push(['Authorization', `Basic ${Buffer.from(value).toString('base64')}`])
        break
      case 'oauth2-bearer':
        headers.push(['Authorization', `Bearer ${value}`])
        break
      case 'get':
        inQuery = true
        break
      case 'head':
        head = true
        break
      case 'compressed':
        if (headerOf(headers, 'accept-encoding') === null) headers.push(['Accept-Encoding', 'gzip, deflate, br'])
        break
      case 'location':
        notes.push('Redirects are not followed here: the answer is the redirect.')
        break
      default:
        if (!QUIET.has(name)) return refuse(`curl’s option --${name} is not understood here.`)
    }
  }
  const [address] = urls
  if (address === undefined || urls.length > 1)
    return refuse(address === undefined ? 'The command names no address.' : 'The command names several addresses.')
  const whole = /^[a-z][a-z0-9+.-]*:\/\//i.test(address) ? address : `http://${address}`
  const parts = /^(https?:\/\/[^/?#]+)([^#]*)/i.exec(whole)
  if (!parts || !URL.canParse(parts[1] ?? '')) return refuse(`“${address}” is no HTTP address.`)
  const body = data.length === 0 ? null : data.join(json ? '' : '&')
  const path = parts[2]?.startsWith('/') ? parts[2] : `/${parts[2] ?? ''}`
  const url = inQuery && body !== null ? `${path}${path.includes('?') ? '&' : '?'}${body}` : path
  const sent = inQuery ? null : body
  if (json) {
    if (headerOf(headers, 'content-type') === null) headers.push(['Content-Type', 'application/json'])
    if (headerOf(headers, 'accept') === null) headers.push(['Accept', 'application/json'])
  } else if (sent !== null && headerOf(headers, 'content-type') === null && !without.has('content-type')) {
    headers.push(['Content-Type', 'application/x-www-form-urlencoded'])
  }
  const request = {
    method: method ?? (head ? 'HEAD' : sent === null ? 'GET' : 'POST'),
    url: encoded(url),
    headers,
    body: sent === null ? null : ({ encoding: 'utf8', text: sent } as const),
  }
  const checked = OutgoingSchema.safeParse(request)
  if (!checked.success)
    return refuse(`The request cannot be sent: ${checked.error.issues[0]?.path.join(' ') ?? ''} is not allowed.`)
  return ok({ origin: new URL(parts[1] ?? '').origin, request, notes })
}

/** What is beyond ASCII, as curl sends it: as it stands in UTF-8. Spaces cannot stand in a request line. */
const encoded = (url: string) => url.replace(/[^\u0021-\u007e]/gu, char => encodeURIComponent(char))

/** Options with their values, addresses as `url`; a name that is null: not understood. */
function* optionsOf(words: readonly string[]): Generator<readonly [string | null, string]> {
  let rest = false
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] ?? ''
    if (rest || !word.startsWith('-') || word === '-') yield ['url', word]
    else if (word === '--') rest = true
    else if (word.startsWith('--')) {
      const name = word.slice(2)
      if (WITH_VALUE.has(name)) {
        at += 1
        yield [name, words[at] ?? '']
      } else yield [name, word]
    } else {
      // Letters may stand together, and a value right behind its letter: `-sSXPOST`.
      for (let place = 1; place < word.length; place += 1) {
        const name = LETTERS[word.charAt(place)]
        if (name === undefined) yield [null, `-${word.charAt(place)}`]
        else if (WITH_VALUE.has(name)) {
          const value = word.slice(place + 1)
          if (value === '') at += 1
          yield [name, value === '' ? (words[at] ?? '') : value]
          break
        } else yield [name, word]
      }
    }
  }
}

const refuse = (why: string): Result<never> =>
  fail('request-failed', why, 'Paste a command as “Copy as cURL (bash)” of a browser’s network panel gives it.')

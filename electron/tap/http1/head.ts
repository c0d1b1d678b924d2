/** What a head says of how its message is delimited and for whom it is. Lower case but for `host`. */
interface FramingFields {
  readonly version: string
  readonly contentLengths: readonly string[]
  readonly transferCodings: readonly string[]
  /** Another protocol is asked for, or agreed to. */
  readonly upgrade: boolean
  /** null where there is none; several are joined with `, `. */
  readonly host: string | null
}
export interface RequestHead extends FramingFields {
  readonly method: string
  /** The target exactly as sent: a path, a whole URL, an authority or `*`. */
  readonly url: string
}
export interface ResponseHead extends FramingFields {
  readonly status: number
}
export type HeadReading<Head> = { readonly head: Head } | { readonly reason: string }

const CR = 13
const SPACE = 32
const TAB = 9
const NO_BREAK_SPACE = 0xa0
const METHOD = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/
const STATUS_LINE = /^HTTP\/(\d)\.(\d) +(\d{3})(?: |$)/
const VERSION = /^HTTP\/(\d)\.(\d)$/

/** Reads a request's head: lines with CRLF or LF between them, without the empty line. */
export function readRequestHead(text: string): HeadReading<RequestHead> {
  const line = firstLine(text)
  const space = line.indexOf(' ')
  const last = line.lastIndexOf(' ')
  const method = line.slice(0, space)
  const url = line.slice(space, last).trim()
  const version = VERSION.exec(line.slice(last + 1))
  if (space <= 0 || !METHOD.test(method) || !version || url === '' || url.includes(' ')) {
    return { reason: `The request line was not understood: ${JSON.stringify(line.slice(0, 80))}.` }
  }
  if (version[1] !== '1') return { reason: `The request speaks HTTP/${version[1]}.${version[2]}.` }
  const fields = readFields(text, 'request')
  if ('reason' in fields) return fields
  const { contentLengths, transferCodings, upgrade, host } = fields
  return { head: { version: `1.${version[2]}`, contentLengths, transferCodings, upgrade, host, method, url } }
}

/** Reads an answer's head, in the same form. */
export function readResponseHead(text: string): HeadReading<ResponseHead> {
  const line = firstLine(text)
  const found = STATUS_LINE.exec(line)
  if (found?.[1] !== '1') {
    return { reason: `The status line was not understood: ${JSON.stringify(line.slice(0, 80))}.` }
  }
  const fields = readFields(text, 'answer')
  if ('reason' in fields) return fields
  const { contentLengths, transferCodings, upgrade, host } = fields
  return {
    head: { version: `1.${found[2]}`, contentLengths, transferCodings, upgrade, host, status: Number(found[3]) },
  }
}

function firstLine(text: string): string {
  const end = text.indexOf('\n')
  return withoutReturn(end < 0 ? text : text.slice(0, end))
}
const withoutReturn = (line: string) => (line.endsWith('\r') ? line.slice(0, -1) : line)

/** Where one of these is made for each message, it is written out: in Node 20 what is spread and then added to costs a µs. */
function readFields(
  text: string,
  of: 'request' | 'answer',
): Omit<FramingFields, 'version'> | { readonly reason: string } {
  const contentLengths: string[] = []
  const transferCodings: string[] = []
  const hosts: string[] = []
  let connection = ''
  let upgrade = false
  let name = ''
  let value = ''
  let hasName = false
  function close(): void {
    switch (name) {
      case 'host':
        hosts.push(value.trim())
        break
      case 'upgrade':
        upgrade = true
        break
      case 'connection':
        connection += `,${value.toLowerCase()}`
        break
      case 'content-length':
        contentLengths.push(...list(value, true))
        break
      case 'transfer-encoding':
        transferCodings.push(...list(value, false))
        break
    }
  }
  for (let at = text.indexOf('\n'); at >= 0; ) {
    const from = at + 1
    at = text.indexOf('\n', from)
    const end = at < 0 ? text.length : at
    const to = end > from && text.charCodeAt(end - 1) === CR ? end - 1 : end
    const code = text.charCodeAt(from)
    if (to > from && (code === SPACE || code === TAB)) {
      // A folded line (RFC 9112 §5.2) goes on with the value before it.
      if (!hasName) return { reason: `The ${of}'s first header line is a continuation of none.` }
      if (name !== '' && value.length < 4096) value += ` ${text.slice(from, to).trim()}`
      continue
    }
    close()
    const colon = text.indexOf(':', from)
    if (colon <= from || colon >= to)
      return {
        reason: `A header line of the ${of} was not understood: ${JSON.stringify(text.slice(from, Math.min(to, from + 80)))}.`,
      }
    hasName = (code > SPACE && code !== NO_BREAK_SPACE) || text.slice(from, colon).trim() !== ''
    name = nameThatMatters(text, from, colon)
    value = name === '' ? '' : text.slice(colon + 1, to)
  }
  close()
  return {
    contentLengths,
    transferCodings: transferCodings.filter(coding => coding !== 'identity'),
    upgrade: upgrade && list(connection, false).includes('upgrade'),
    host: hosts.length > 0 ? hosts.join(', ') : null,
  }
}

/** The name of a field in lower case where it says something here, else ''. Most are told by their length alone. */
function nameThatMatters(text: string, from: number, colon: number): string {
  const last = text.charCodeAt(colon - 1)
  const spaced = last <= SPACE || last === NO_BREAK_SPACE
  if (!spaced && !LENGTHS.has(colon - from)) return ''
  const name = text.slice(from, colon).trimEnd().toLowerCase()
  return NAMES.has(name) ? name : ''
}
const NAMES = new Set(['host', 'upgrade', 'connection', 'content-length', 'transfer-encoding'])
const LENGTHS = new Set([...NAMES].map(name => name.length))

/** An empty part is one too where `strict`: it makes a value that is wrong. */
function list(value: string, strict: boolean): string[] {
  if (!value.includes(',')) {
    const only = value.trim().toLowerCase()
    return strict || only !== '' ? [only] : []
  }
  const parts = value.split(',').map(part => part.trim().toLowerCase())
  return strict ? parts : parts.filter(part => part !== '')
}

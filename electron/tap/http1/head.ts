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
  const fields = readFields(text, `1.${version[2]}`, 'request')
  return 'reason' in fields ? fields : { head: { ...fields.head, method, url } }
}

/** Reads an answer's head, in the same form. */
export function readResponseHead(text: string): HeadReading<ResponseHead> {
  const line = firstLine(text)
  const found = STATUS_LINE.exec(line)
  if (found?.[1] !== '1') {
    return { reason: `The status line was not understood: ${JSON.stringify(line.slice(0, 80))}.` }
  }
  const fields = readFields(text, `1.${found[2]}`, 'answer')
  return 'reason' in fields ? fields : { head: { ...fields.head, status: Number(found[3]) } }
}

function firstLine(text: string): string {
  const end = text.indexOf('\n')
  return withoutReturn(end < 0 ? text : text.slice(0, end))
}
const withoutReturn = (line: string) => (line.endsWith('\r') ? line.slice(0, -1) : line)

function readFields(text: string, version: string, of: 'request' | 'answer'): HeadReading<FramingFields> {
  const contentLengths: string[] = []
  const transferCodings: string[] = []
  const hosts: string[] = []
  let connection = ''
  let upgrade = false
  let name = ''
  let value = ''
  function close(): void {
    // Few names matter here: their length says soonest which do not.
    switch (name.length) {
      case 4:
        if (name.toLowerCase() === 'host') hosts.push(value.trim())
        break
      case 7:
        if (name.toLowerCase() === 'upgrade') upgrade = true
        break
      case 10:
        if (name.toLowerCase() === 'connection') connection += `,${value.toLowerCase()}`
        break
      case 14:
        if (name.toLowerCase() === 'content-length') contentLengths.push(...list(value, true))
        break
      case 17:
        if (name.toLowerCase() === 'transfer-encoding') transferCodings.push(...list(value, false))
        break
    }
  }
  let at = text.indexOf('\n')
  while (at >= 0) {
    const next = text.indexOf('\n', at + 1)
    const line = withoutReturn(next < 0 ? text.slice(at + 1) : text.slice(at + 1, next))
    at = next
    const code = line.charCodeAt(0)
    if (code === 32 || code === 9) {
      // A folded line (RFC 9112 §5.2) goes on with the value before it.
      if (name === '') return { reason: `The ${of}'s first header line is a continuation of none.` }
      if (value.length < 4096) value += ` ${line.trim()}`
      continue
    }
    close()
    const colon = line.indexOf(':')
    if (colon <= 0)
      return { reason: `A header line of the ${of} was not understood: ${JSON.stringify(line.slice(0, 80))}.` }
    name = line.slice(0, colon).trimEnd()
    value = line.slice(colon + 1)
  }
  close()
  return {
    head: {
      version,
      contentLengths,
      transferCodings: transferCodings.filter(coding => coding !== 'identity'),
      upgrade: upgrade && list(connection, false).includes('upgrade'),
      host: hosts.length > 0 ? hosts.join(', ') : null,
    },
  }
}

/** An empty part is one too where `strict`: it makes a value that is wrong. */
function list(value: string, strict: boolean): string[] {
  const parts = value.split(',').map(part => part.trim().toLowerCase())
  return strict ? parts : parts.filter(part => part !== '')
}

import { request as httpRequest } from 'node:http'
import { connect } from 'node:net'
import { gunzipSync } from 'node:zlib'

/** Header pairs in the order in which they went over the wire, names as written. */
export type HeaderPairs = readonly (readonly [name: string, value: string])[]

/** One request exactly as it left, and its answer exactly as it came. Times are epoch milliseconds. */
export interface RawExchange {
  readonly method: string
  readonly url: string
  readonly requestHeaders: HeaderPairs
  readonly status: number
  readonly headers: HeaderPairs
  /** As it came, perhaps compressed; chunked transfer taken off. */
  readonly wireBody: Buffer
  /** Out of its Content-Encoding. */
  readonly body: Buffer
  readonly sentAt: number
  readonly headAt: number
  readonly endedAt: number
}

export interface RawRequest {
  readonly method?: string
  readonly headers?: HeaderPairs
  readonly body?: string | null
}

/** Of the clock that all processes share: `performance.timeOrigin` is off by what held the process as it read it. */
const now = () => Date.now()

/** Sends exactly these headers, in this order, after Host and Connection; nothing is added, followed or decoded behind our back. */
export function sendRaw(
  origin: string,
  url: string,
  { method = 'GET', headers = [], body = null }: RawRequest = {},
): Promise<RawExchange> {
  const { host, hostname, port } = new URL(origin)
  const length: HeaderPairs = body === null ? [] : [['Content-Length', String(Buffer.byteLength(body))]]
  const requestHeaders: HeaderPairs = [['Host', host], ['Connection', 'close'], ...headers, ...length]
  return new Promise((resolve, reject) => {
    const sentAt = now()
    const options = { hostname, port, path: url, method, headers: requestHeaders.flat(), agent: false }
    const request = httpRequest(options, response => {
      const headAt = now()
      const parts: Buffer[] = []
      response.on('data', (part: Buffer) => parts.push(part))
      response.on('error', reject)
      response.on('end', () => {
        const endedAt = now()
        const { statusCode: status = 0, rawHeaders } = response
        const wireBody = Buffer.concat(parts)
        const gzipped = response.headers['content-encoding'] === 'gzip' && wireBody.length > 0
        resolve({
          method,
          url,
          requestHeaders,
          status,
          headers: toPairs(rawHeaders),
          wireBody,
          body: gzipped ? gunzipSync(wireBody) : wireBody,
          sentAt,
          headAt,
          endedAt,
        })
      })
    })
    request.on('error', reject)
    request.end(body ?? undefined)
  })
}

/** Writes `text` to one connection at once and resolves with everything that came back until the server closed it. */
export function sendBytes(origin: string, text: string): Promise<Buffer> {
  const { hostname, port } = new URL(origin)
  return new Promise((resolve, reject) => {
    const parts: Buffer[] = []
    const socket = connect({ host: hostname, port: Number(port) }, () => socket.write(text))
    socket.on('data', part => parts.push(part))
    socket.on('error', reject)
    socket.on('end', () => {
      socket.end()
      resolve(Buffer.concat(parts))
    })
  })
}

/** Takes the answers of one connection apart, in the order of the requests' `methods`: by Content-Length or chunks, as Next sends them. */
export function readAnswers(
  bytes: Buffer,
  methods: readonly string[],
): { status: number; headers: HeaderPairs; body: Buffer }[] {
  const answers: { status: number; headers: HeaderPairs; body: Buffer }[] = []
  let at = 0
  while (at < bytes.length) {
    const headEnd = bytes.indexOf('\r\n\r\n', at)
    if (headEnd < 0) throw new Error(`no end of a head after byte ${at}`)
    const [statusLine = '', ...lines] = bytes.toString('latin1', at, headEnd).split('\r\n')
    const headers = lines.map(line => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 2)] as const)
    const value = (name: string) => headers.find(([key]) => key.toLowerCase() === name)?.[1]
    const chunked = value('transfer-encoding') === 'chunked' && methods[answers.length] !== 'HEAD'
    const length = methods[answers.length] === 'HEAD' ? 0 : Number(value('content-length') ?? 0)
    const { body, end } = chunked ? readChunks(bytes, headEnd + 4) : readLength(bytes, headEnd + 4, length)
    answers.push({ status: Number(statusLine.split(' ')[1]), headers, body })
    at = end
  }
  return answers
}

function readLength(bytes: Buffer, from: number, length: number): { body: Buffer; end: number } {
  return { body: bytes.subarray(from, from + length), end: from + length }
}

function readChunks(bytes: Buffer, from: number): { body: Buffer; end: number } {
  const parts: Buffer[] = []
  for (let at = from; ; ) {
    const lineEnd = bytes.indexOf('\r\n', at)
    const size = Number.parseInt(bytes.toString('latin1', at, lineEnd), 16)
    const start = lineEnd + 2
    if (!(size >= 0)) throw new Error(`no chunk at byte ${at}`)
    if (size === 0) return { body: Buffer.concat(parts), end: start + 2 }
    parts.push(bytes.subarray(start, start + size))
    at = start + size + 2
  }
}

function toPairs(flat: readonly string[]): HeaderPairs {
  const pairs: [string, string][] = []
  for (let i = 0; i + 1 < flat.length; i += 2) pairs.push([flat[i] ?? '', flat[i + 1] ?? ''])
  return pairs
}

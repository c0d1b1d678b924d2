import { createWriteStream } from 'node:fs'
import type { Writable } from 'node:stream'
import type { BodyPart } from '../../shared/api.ts'
import type { Exchange } from '../../shared/exchange.ts'
import { compileFilter, propPaths } from '../../shared/filter/compile.ts'
import type { Filter } from '../../shared/filter/parse.ts'
import { hasProp } from '../../shared/filter/prop-path.ts'
import { summarize } from '../exchanges/summary.ts'
import { HAR, harEntry } from '../export/har.ts'
import { say } from './say.ts'

/** Where `record` writes its exchanges: one JSON line each, or as the entries of one HAR. */
export interface RecordLines {
  readonly written: number
  /** Whether it needs the bytes of bodies and props, and not only what was measured of them. */
  readonly wantsBytes: boolean
  /** Writes the exchange if its request reached a page. */
  write(exchange: Exchange): void
  /** Keeps the props for the line of the exchange, where lines hold them. */
  body(id: string, part: BodyPart, bytes: Uint8Array): void
  /** Resolves when all is written. The exit code: 1, said, where it could not be. */
  end(): Promise<number>
}

export interface RecordLinesOptions {
  readonly format: 'ndjson' | 'har'
  /** Of a HAR: cookies, tokens, keys and bodies as they are. */
  readonly secrets: boolean
  /** Of Propscope, which a HAR names. */
  readonly version: string
  /** Whether each line holds the props themselves. */
  readonly props: boolean
  /** A file's path; null: stdout. */
  readonly out: string | null
  /** Only what it lets through; null: all. */
  readonly where: Filter | null
  /** Lines at most; null: no bound. */
  readonly count: number | null
  /** As many lines as were asked for are written, or none can be. */
  readonly onFull: () => void
}

export function createRecordLines(options: RecordLinesOptions): RecordLines {
  const { format, secrets, version, props, out, count, where, onFull } = options
  const isHar = format === 'har'
  const passes = where && testOf(where)
  const asksForProps = where !== null && propPaths(where).length > 0
  const stream: Writable = out === null ? process.stdout : createWriteStream(out)
  const values = new Map<string, string>()
  const bodies = new Map<string, { response: string | null; request: string | null }>()
  let written = 0
  let trouble: (Error & { code?: string }) | null = null
  stream.on('error', error => {
    trouble = error
    onFull()
  })
  if (isHar) stream.write(HAR.begin(version))
  let gathered = ''
  /** What is told in one turn is written at once: under load each write has another thread wake for it. */
  function put(text: string): void {
    if (gathered === '') queueMicrotask(tellAll)
    gathered += text
  }
  function tellAll(): void {
    const text = gathered
    gathered = ''
    if (text !== '' && !trouble) stream.write(text)
  }
  const isFull = () => trouble !== null || (count !== null && written >= count)
  return {
    get written() {
      return written
    },
    wantsBytes: props || asksForProps || (isHar && secrets),
    write(exchange) {
      const value = values.get(exchange.id)
      values.delete(exchange.id)
      const own = bodies.get(exchange.id) ?? { response: null, request: null }
      bodies.delete(exchange.id)
      if (!reachedPage(exchange) || isFull() || (passes && !passes(exchange, value))) return
      if (isHar) {
        const entry = harEntry(exchange, { props: props ? (value ?? null) : null, ...own }, secrets)
        put(`${written === 0 ? '' : HAR.between}${JSON.stringify(entry)}`)
        written += 1
        if (isFull()) onFull()
        return
      }
      const known = props && value !== undefined && exchange.props?.bytes != null
      const line = known ? { ...exchange, props: { ...exchange.props, value: JSON.parse(value) as unknown } } : exchange
      put(`${JSON.stringify(line)}\n`)
      written += 1
      if (isFull()) onFull()
    },
    body(id, part, bytes) {
      if ((props || asksForProps) && part === 'props') values.set(id, Buffer.from(bytes).toString('utf8'))
      if (!isHar || !secrets || part === 'props') return
      const own = bodies.get(id) ?? { response: null, request: null }
      own[part] = Buffer.from(bytes).toString('utf8')
      bodies.set(id, own)
    },
    async end() {
      tellAll()
      if (isHar && !trouble) stream.write(HAR.end)
      if (out !== null && !trouble) await new Promise<void>(resolve => stream.end(resolve))
      // Whoever reads our output may stop reading: that ends the recording, and is no failure.
      if (!trouble || (out === null && trouble.code === 'EPIPE')) return 0
      say(`Writing to ${out ?? 'stdout'} failed: ${trouble.message}. Choose another file with --out.`)
      return 1
    },
  }
}

/**
 * Whether Next had the request answered by a page. Where only the tap saw it, the answer names the page only if it is a whole document (a redirect does not, nor does
 * a data answer), so there documents and data requests count as such, as far as the server answered them.
 */
export function reachedPage(exchange: Exchange): boolean {
  const { kind, source, request, wire } = exchange
  if (source !== 'tap') return request.page !== null && kind !== 'api'
  if (wire?.answeredBy === 'tap') return false
  return kind === 'document' || kind === 'data' || kind === 'prefetch'
}

/** The test of an exchange and its props as JSON, where they are known. */
function testOf(where: Filter): (exchange: Exchange, json: string | undefined) => boolean {
  let value: unknown
  let json: string | undefined
  const test = compileFilter(where, (_row, path) => {
    value ??= json === undefined ? undefined : JSON.parse(json)
    return hasProp(value, path)
  })
  return (exchange, props) => {
    value = undefined
    json = props
    return test(summarize(exchange))
  }
}

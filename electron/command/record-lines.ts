import { createWriteStream } from 'node:fs'
import type { Writable } from 'node:stream'
import type { BodyPart } from '../../shared/api.ts'
import type { Exchange } from '../../shared/exchange.ts'
import { say } from './say.ts'

/** Where `record` writes its exchanges, one JSON line each. */
export interface RecordLines {
  readonly written: number
  /** Writes the exchange if its request reached a page. */
  write(exchange: Exchange): void
  /** Keeps the props for the line of the exchange, where lines hold them. */
  body(id: string, part: BodyPart, bytes: Uint8Array): void
  /** Resolves when all is written. The exit code: 1, said, where it could not be. */
  end(): Promise<number>
}

export interface RecordLinesOptions {
  /** Whether each line holds the props themselves. */
  readonly props: boolean
  /** A file's path; null: stdout. */
  readonly out: string | null
  /** Lines at most; null: no bound. */
  readonly count: number | null
  /** As many lines as were asked for are written, or none can be. */
  readonly onFull: () => void
}

export function createRecordLines({ props, out, count, onFull }: RecordLinesOptions): RecordLines {
  const stream: Writable = out === null ? process.stdout : createWriteStream(out)
  const values = new Map<string, string>()
  let written = 0
  let trouble: (Error & { code?: string }) | null = null
  stream.on('error', error => {
    trouble = error
    onFull()
  })
  const isFull = () => trouble !== null || (count !== null && written >= count)
  return {
    get written() {
      return written
    },
    write(exchange) {
      const value = values.get(exchange.id)
      values.delete(exchange.id)
      if (!reachedPage(exchange) || isFull()) return
      const known = value !== undefined && exchange.props?.bytes != null
      const line = known ? { ...exchange, props: { ...exchange.props, value: JSON.parse(value) as unknown } } : exchange
      stream.write(`${JSON.stringify(line)}\n`)
      written += 1
      if (isFull()) onFull()
    },
    body(id, part, bytes) {
      if (props && part === 'props') values.set(id, Buffer.from(bytes).toString('utf8'))
    },
    async end() {
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

import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import { type Exchange, ExchangeSchema } from '../../shared/exchange.ts'
import { fail, ok, type Result } from '../../shared/problem.ts'
import { epochMs, exchangeId } from '../../shared/units.ts'
import { HarSchema } from '../export/har.ts'
import { REDACTED } from '../export/redact.ts'

/** One recorded exchange, and what of its request is not in the record. */
export interface Recorded {
  readonly exchange: Exchange
  /** null: the recording holds none. */
  readonly body: string | null
  /** Names of headers whose secrets were left out of the recording. */
  readonly redacted: readonly string[]
}

/** Reads what `propscope record` wrote. Problem: `request-failed` (not there, or no recording). */
export async function readRecording(path: string): Promise<Result<readonly Recorded[]>> {
  let text: string
  try {
    text = await readFile(path, 'utf8')
  } catch (error) {
    return fail(
      'request-failed',
      `${path} cannot be read: ${(error as Error).message}.`,
      'Give a file that `propscope record --out FILE` wrote.',
    )
  }
  const recorded = isHar(text) ? fromHar(text) : fromLines(text)
  if (typeof recorded !== 'string') return ok(recorded)
  return fail(
    'request-failed',
    `${path} is no recording of Propscope: ${recorded}.`,
    'Record with `propscope record --out FILE`, with --format har or without.',
  )
}

/** A line of NDJSON is an exchange, which has no `log`. */
const isHar = (text: string) => /^\s*\{\s*"log"\s*:/.test(text)

function fromLines(text: string): readonly Recorded[] | string {
  const recorded: Recorded[] = []
  for (const [at, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue
    const exchange = exchangeOf(jsonOf(line))
    // A recording that was broken off ends in the middle of a line.
    if (typeof exchange === 'string') return `line ${at + 1}: ${exchange}`
    recorded.push({ exchange, body: null, redacted: [] })
  }
  return recorded
}

function fromHar(text: string): readonly Recorded[] | string {
  const har = HarSchema.safeParse(jsonOf(text))
  if (!har.success) return z.prettifyError(har.error).split('\n', 1)[0] ?? 'it is no HAR'
  const recorded: Recorded[] = []
  for (const [at, { _propscope: held, request }] of har.data.log.entries.entries()) {
    const exchange = exchangeOf(held)
    if (typeof exchange === 'string')
      return `entry ${at + 1} does not hold what Propscope writes (_propscope): ${exchange}`
    const { headers } = exchange.request
    const redacted = headers.filter(([, value]) => value.includes(REDACTED)).map(([name]) => name)
    recorded.push({
      exchange: {
        ...exchange,
        request: { ...exchange.request, headers: headers.filter(([, value]) => !value.includes(REDACTED)) },
      },
      body: request.postData?.text ?? null,
      redacted,
    })
  }
  return recorded
}

function exchangeOf(value: unknown): Exchange | string {
  const parsed = ExchangeSchema.safeParse(value)
  if (!parsed.success) return z.prettifyError(parsed.error).split('\n', 1)[0] ?? 'it is no exchange'
  return { ...parsed.data, id: exchangeId(parsed.data.id), startedAt: epochMs(parsed.data.startedAt) }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

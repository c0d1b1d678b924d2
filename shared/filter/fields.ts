import { type ExchangeSummary, KindSchema, OutcomeSchema, ReasonSchema } from '../exchange.ts'
import type { Unit } from './values.ts'

/** A call that takes longer than this, in ms, `is:slow`. */
export const SLOW_MS = 500

interface Named {
  readonly name: string
  /** What it is, to be read after its name. */
  readonly means: string
  readonly example: string
}

/** A value that can be chosen, and what it asks for: to be read after `the request`. */
export interface Choice {
  readonly value: string
  readonly means: string
  readonly test: (row: ExchangeSummary) => boolean
}

export type Field =
  /** `whole`: the value is all of it, with `*` for anything; `part`: it is found anywhere in it. */
  | (Named & {
      readonly kind: 'text'
      readonly match: 'whole' | 'part'
      readonly get: (row: ExchangeSummary) => readonly (string | null)[]
    })
  | (Named & { readonly kind: 'choice'; readonly choices: readonly Choice[] })
  | (Named & { readonly kind: 'number'; readonly unit: Unit; readonly get: (row: ExchangeSummary) => number | null })
  /** A path into the props, which rows do not hold. */
  | (Named & { readonly kind: 'prop' })

const is = (value: string, means: string, test: Choice['test']): Choice => ({ value, means, test })

/** The request did not go as its page wanted. */
export function hasFailed(row: ExchangeSummary): boolean {
  return row.outcome === 'error' || (row.status ?? 0) >= 500
}
export const isSlow = (row: ExchangeSummary): boolean => row.callMs !== null && row.callMs > SLOW_MS

export const countOfFindings = ({ findings: { error, warning, info } }: ExchangeSummary): number =>
  error + warning + info

const KIND_CHOICES = [
  ...KindSchema.options.map(kind => is(kind, `is of kind ${kind}`, row => row.kind === kind)),
  is('doc', 'is of kind document', row => row.kind === 'document'),
]

const IS: readonly Choice[] = [
  is('slow', `called getServerSideProps for longer than ${SLOW_MS} ms`, isSlow),
  is('error', 'failed', hasFailed),
  is('running', 'is still running', row => row.state === 'running'),
  is('aborted', 'was given up by its client', row => row.aborted),
  is('stale', 'came from a tab of another build', row => row.skew !== null),
  is('incomplete', 'was not captured whole', row => row.incomplete),
  is('replay', 'is a replay', row => row.replayOf !== null),
  is(
    'overwritten',
    'declared another Cache-Control than was sent',
    row => row.cacheDeclared !== null && row.cacheSent !== null && row.cacheDeclared !== row.cacheSent,
  ),
]

const HAS: readonly Choice[] = [
  is('cookie', 'sent cookies', row => row.marks.includes('cookie')),
  is('set-cookie', 'was answered with Set-Cookie', row => row.marks.includes('set-cookie')),
  is('authorization', 'sent an Authorization header', row => row.marks.includes('authorization')),
  is('props', 'got props', row => row.propsBytes !== null),
  is('lost', 'returned props of which JSON lost something', row => row.marks.includes('lost')),
  is('call', 'called getServerSideProps', row => row.callStartMs !== null),
  is('calls', 'made calls of its own', row => row.upstream.length > 0),
  is('finding', 'has a finding', row => countOfFindings(row) > 0),
  is('error', 'has an error message', row => row.errorMessage !== null),
  is('query', 'has a query', row => row.url.includes('?')),
  is('wire', 'was seen on the wire', row => row.source !== 'agent'),
  is('navigation', 'belongs to a navigation', row => row.navigation !== null),
]

/** Everything that can be asked for by name. */
export const FIELDS: readonly Field[] = [
  {
    kind: 'text',
    name: 'page',
    match: 'whole',
    means: 'the page’s route',
    example: 'page:/product/[id]',
    get: row => [row.page],
  },
  {
    kind: 'text',
    name: 'url',
    match: 'part',
    means: 'path and query as received',
    example: 'url:ref=home',
    get: row => [row.url],
  },
  {
    kind: 'number',
    name: 'status',
    unit: 'count',
    means: 'status code',
    example: 'status:5xx',
    get: row => row.status,
  },
  {
    kind: 'choice',
    name: 'outcome',
    means: 'what getServerSideProps came to',
    example: 'outcome:error',
    choices: OutcomeSchema.options.map(outcome =>
      is(outcome, `came to the outcome ${outcome}`, row => row.outcome === outcome),
    ),
  },
  {
    kind: 'number',
    name: 'ms',
    unit: 'ms',
    means: 'time in getServerSideProps',
    example: 'ms>200',
    get: row => row.callMs,
  },
  {
    kind: 'number',
    name: 'total',
    unit: 'ms',
    means: 'time until the last byte was sent',
    example: 'total>1s',
    get: row => row.durationMs,
  },
  {
    kind: 'number',
    name: 'props',
    unit: 'bytes',
    means: 'size of the props as JSON',
    example: 'props>128kB',
    get: row => row.propsBytes,
  },
  {
    kind: 'number',
    name: 'body',
    unit: 'bytes',
    means: 'size of the answer, decoded',
    example: 'body>1MB',
    get: row => row.bodyBytes,
  },
  {
    kind: 'number',
    name: 'wire',
    unit: 'bytes',
    means: 'size of the answer as sent',
    example: 'wire>100kB',
    get: row => row.wireBytes,
  },
  { kind: 'choice', name: 'kind', means: 'kind of the request', example: 'kind:data', choices: KIND_CHOICES },
  {
    kind: 'text',
    name: 'cache',
    match: 'part',
    means: 'Cache-Control, declared or sent',
    example: 'cache:public',
    get: row => [row.cacheDeclared, row.cacheSent],
  },
  {
    kind: 'text',
    name: 'finding',
    match: 'whole',
    means: 'rule that found something',
    example: 'finding:secret-in-props',
    get: row => row.rules,
  },
  {
    kind: 'number',
    name: 'findings',
    unit: 'count',
    means: 'number of findings',
    example: 'findings>0',
    get: countOfFindings,
  },
  {
    kind: 'number',
    name: 'calls',
    unit: 'count',
    means: 'number of calls that getServerSideProps made',
    example: 'calls>3',
    get: row => row.upstream.length,
  },
  { kind: 'choice', name: 'has', means: 'something that it has', example: 'has:cookie', choices: HAS },
  { kind: 'choice', name: 'is', means: 'something that it is', example: 'is:slow', choices: IS },
  { kind: 'prop', name: 'prop', means: 'a path in the props', example: 'prop:user.email' },
  {
    kind: 'choice',
    name: 'reason',
    means: 'why the request was made',
    example: 'reason:prefetch',
    choices: ReasonSchema.shape.name.options.map(reason =>
      is(reason, `was made for the reason ${reason}`, row => row.reason === reason),
    ),
  },
  {
    kind: 'choice',
    name: 'source',
    means: 'who saw it',
    example: 'source:both',
    choices: [
      is('agent', 'was seen by the agent alone', row => row.source === 'agent'),
      is('tap', 'was seen by the tap alone', row => row.source === 'tap'),
      is('both', 'was seen by agent and tap', row => row.source === 'both'),
    ],
  },
  {
    kind: 'text',
    name: 'method',
    match: 'whole',
    means: 'method of the request',
    example: 'method:POST',
    get: row => [row.method],
  },
  {
    kind: 'text',
    name: 'error',
    match: 'part',
    means: 'message of the error',
    example: 'error:"cannot read"',
    get: row => [row.errorMessage],
  },
  {
    kind: 'text',
    name: 'location',
    match: 'part',
    means: 'where a redirect goes',
    example: 'location:/login',
    get: row => [row.location],
  },
  {
    kind: 'text',
    name: 'server',
    match: 'part',
    means: 'address of the server',
    example: 'server:localhost:3000',
    get: row => [row.server],
  },
]

const BY_NAME = new Map(FIELDS.map(field => [field.name, field]))
export const fieldNamed = (name: string): Field | null => BY_NAME.get(name.toLowerCase()) ?? null

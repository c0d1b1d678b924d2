import { z } from 'zod'
import { readBrief } from '../../shared/brief/read.ts'
import { ForwardedSchema } from '../../shared/exchange.ts'
import type { AgentEvent } from '../../shared/raw-events.ts'

/**
 * What comes over the pipe is written by our agent, but inside somebody's process: its shape is checked before it is believed.
 */
const at = z.number()
const request = z.number().int().positive()
const rawHeaders = z.array(z.string())
const clock = z.object({ epochMs: z.number(), monotonicMs: z.number() })

interface ErrorShape {
  name: string | null
  message: string
  code: string | null
  stack: string | null
  cause: ErrorShape | null
}
const error: z.ZodType<ErrorShape> = z.object({
  name: z.string().nullable(),
  message: z.string(),
  code: z.string().nullable(),
  stack: z.string().nullable(),
  get cause() {
    return error.nullable()
  },
})

const eventSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('hello'),
    secret: z.string(),
    protocol: z.number().int(),
    pid: z.number().int(),
    nodeVersion: z.string(),
    nextVersion: z.string().nullable(),
    mode: z.enum(['dev', 'start']),
    cwd: z.string(),
    inspectorUrl: z.string().nullable(),
    clock,
    launched: z.object({ port: z.number().int(), secure: z.boolean(), nextVersion: z.string() }).nullable(),
  }),
  z.object({
    kind: z.literal('request-start'),
    request,
    at,
    method: z.string(),
    url: z.string(),
    headers: rawHeaders,
    encrypted: z.boolean(),
    localPort: z.number().nullable(),
    remotePort: z.number().nullable(),
    ordinal: z.number().int(),
  }),
  z.object({ kind: z.literal('request-body'), request, bytes: z.number(), base64: z.string().nullable() }),
  z.object({
    kind: z.literal('call-start'),
    request,
    at,
    page: z.string().nullable(),
    params: z.record(z.string(), z.union([z.string(), z.array(z.string())])).nullable(),
    locale: z.string().nullable(),
  }),
  z.object({
    kind: z.literal('call-end'),
    request,
    at,
    result: z.enum(['props', 'redirect', 'notFound', 'error', 'other']),
    answered: z.boolean(),
    redirect: z
      .object({
        destination: z.string(),
        statusCode: z.number().nullable(),
        permanent: z.boolean().nullable(),
        basePath: z.boolean().nullable(),
      })
      .nullable(),
    error: error.nullable(),
    setHeaders: z.array(
      z.object({ name: z.string(), value: z.union([z.string(), z.array(z.string())]).nullable(), at }),
    ),
    reads: z.array(z.string()).nullable(),
    readsUnseen: z.array(z.string()),
    upstreamLeftOut: z.number().int(),
    returned: z
      .object({
        type: z.string(),
        keys: z.array(z.string()),
        props: z.string(),
        notFound: z.boolean(),
        redirect: z.string(),
        destination: z.string(),
      })
      .nullable(),
  }),
  z.object({
    kind: z.literal('upstream-start'),
    request,
    call: z.number().int().positive(),
    at,
    via: z.enum(['fetch', 'http', 'span', 'socket']),
    method: z.string(),
    url: z.string(),
    headers: rawHeaders,
    forwarded: ForwardedSchema.nullable(),
  }),
  z.object({
    kind: z.literal('upstream-end'),
    request,
    call: z.number().int().positive(),
    at,
    status: z.number().int().nullable(),
    firstByteAt: at.nullable(),
    requestBytes: z.number().nullable(),
    responseBytes: z.number().nullable(),
    error: z.string().nullable(),
  }),
  z.object({
    kind: z.literal('upstream-caller'),
    request,
    call: z.number().int().positive(),
    stack: z.string(),
  }),
  z.object({ kind: z.literal('late-use'), request, at, member: z.string() }),
  z.object({ kind: z.literal('caused'), request, by: request, call: z.number().int().positive() }),
  z.object({
    kind: z.literal('span'),
    request,
    span: z.string(),
    page: z.string().nullable(),
    from: at,
    to: at,
    error: error.nullable(),
  }),
  z.object({
    kind: z.literal('request-end'),
    request,
    at,
    aborted: z.boolean(),
    status: z.number().int(),
    head: z.string(),
    firstByteAt: at.nullable(),
    bodyBytes: z.number(),
    bodySent: z.boolean(),
    bodyDropped: z.number(),
    bodySpared: z.number(),
  }),
  z.object({
    kind: z.literal('described'),
    request,
    lost: z.array(z.object({ path: z.string(), type: z.string(), becomes: z.string() })).nullable(),
    json: z.string().nullable(),
    truncated: z.boolean(),
    rejected: z.boolean(),
    secrets: z
      .array(z.object({ path: z.string(), source: z.enum(['env', 'cookie', 'authorization']), name: z.string() }))
      .nullable(),
  }),
  z.object({ kind: z.literal('reads-expected'), ask: z.number().int() }),
  z.object({
    kind: z.literal('props-read'),
    ask: z.number().int(),
    reads: z.string().nullable(),
    why: z.enum(['no-call', 'no-react', 'no-app', 'exceeded', 'aborted', 'too-long', 'unsupported']).nullable(),
    places: z.array(z.object({ by: z.string(), stack: z.string().nullable() })),
  }),
  z.object({
    kind: z.literal('stats'),
    clock,
    requests: z.number(),
    droppedEvents: z.number(),
    droppedBytes: z.number(),
    agentMs: z.number(),
    longestMs: z.number(),
    faults: z.number(),
    lastFault: z.string().nullable(),
  }),
])

/** The events of one `brief` frame. Throws where they are none. */
export function parseBrief(payload: Buffer): readonly AgentEvent[] {
  const count = payload.length < 4 ? -1 : payload.readUInt32BE(0)
  const from = 4 + count * 8
  if (count < 0 || from > payload.length) throw new RangeError(`${payload.length} bytes for ${count} numbers`)
  const numbers = new Float64Array(count)
  new Uint8Array(numbers.buffer).set(payload.subarray(4, from))
  return readBrief(
    { numbers, text: payload.toString('utf8', from) },
    json => eventSchema.parse(JSON.parse(json)) as unknown as AgentEvent,
  )
}

/** The events of one `events` frame. Throws where it is not JSON or not of that shape. */
export function parseEvents(payload: Buffer): readonly AgentEvent[] {
  const parsed = z.array(eventSchema).parse(JSON.parse(payload.toString('utf8')))
  return parsed as unknown as readonly AgentEvent[]
}

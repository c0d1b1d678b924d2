import { z } from 'zod'
import type { EnvelopeItem } from './outside.ts'

const FrameSchema = z.object({
  filename: z.string().optional(),
  function: z.string().optional(),
  lineno: z.number().optional(),
  in_app: z.boolean().optional(),
})
const EventSchema = z.object({
  transaction: z.string().optional(),
  level: z.string().optional(),
  exception: z.object({
    values: z.array(
      z.object({
        type: z.string(),
        value: z.string(),
        mechanism: z.unknown(),
        stacktrace: z.object({ frames: z.array(FrameSchema) }),
      }),
    ),
  }),
})
const SpanSchema = z.object({
  description: z.string().optional(),
  op: z.string().optional(),
  origin: z.string().optional(),
  status: z.string().optional(),
})
const TransactionSchema = z.object({
  transaction: z.string(),
  contexts: z.object({ trace: z.object({ op: z.string().optional(), status: z.string().optional() }) }),
  spans: z.array(SpanSchema),
})

/** What an SDK of Sentry sent, a text each, sorted: its errors with their frames of the app, its transactions with their spans. Reports of itself, and what was asked about it, are left out. */
export function sentryTexts(items: readonly EnvelopeItem[]): string[] {
  return items.flatMap(textOf).sort()
}

function textOf({ type, payload }: EnvelopeItem): string[] {
  if (type === 'event') {
    const { transaction, level, exception } = EventSchema.parse(payload)
    const values = exception.values.map(({ stacktrace, ...rest }) => ({
      ...rest,
      frames: stacktrace.frames.filter(frame => frame.in_app),
    }))
    return [`event ${JSON.stringify({ transaction, level, values })}`]
  }
  if (type === 'transaction') {
    const { transaction, contexts, spans } = TransactionSchema.parse(payload)
    if (transaction.includes('/api/company')) return []
    const told = spans.map(({ op, description, origin, status }) => `${op} ${description} ${origin} ${status}`).sort()
    return [`transaction ${transaction} ${contexts.trace.op} ${contexts.trace.status} ${JSON.stringify(told)}`]
  }
  return /^(client_report|session|sessions)$/.test(type) ? [] : [`${type} ${JSON.stringify(payload)}`]
}

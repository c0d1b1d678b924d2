import { z } from 'zod'

const SpanSchema = z.object({
  id: z.string(),
  parent: z.string().nullable(),
  name: z.string(),
  kind: z.number(),
  scope: z.string(),
  attributes: z.record(z.string(), z.unknown()),
  status: z.record(z.string(), z.unknown()),
  events: z.array(z.object({ name: z.string(), attributes: z.record(z.string(), z.unknown()).optional() })),
  links: z.number(),
})
type Span = z.infer<typeof SpanSchema>

/** What every request has another of: the client's port, and how long something took. */
const OTHERS = /^(net\.peer\.port|net\.sock\.peer\.port|network\.peer\.port|client\.port|http\.response_time)$/

/** The spans of one trace as an indented text, siblings in the order of their texts, without times, ids and the client's port. */
export function spanTree(found: unknown): string[] {
  const spans = z.array(SpanSchema).parse(found)
  const ids = new Set(spans.map(({ id }) => id))
  const under = (parent: Span | null): string[][] =>
    spans
      .filter(span => (parent ? span.parent === parent.id : span.parent === null || !ids.has(span.parent)))
      .map(span => [textOf(span), ...under(span).flatMap(lines => lines.map(line => `  ${line}`))])
      .sort((a, b) => (a.join('\n') < b.join('\n') ? -1 : 1))
  return under(null).flat()
}

function textOf({ name, kind, scope, attributes, status, events, links, parent }: Span): string {
  const kept = Object.entries(attributes)
    .map(([key, value]) => [key, OTHERS.test(key) ? '…' : value] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1))
  const told = events.map(event => ({ ...event, attributes: withOwnFrames(event.attributes ?? {}) }))
  const rest = JSON.stringify({ ...Object.fromEntries(kept), status, events: told, links, root: parent === null })
  return `${scope}: ${name} (${kind}) ${rest}`
}

/** Of a stack the frames in the app; how many of Next's come after those depends on where V8 stops writing. A frame of ours would stand there, too. */
function withOwnFrames(attributes: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const { 'exception.stacktrace': stack, ...rest } = attributes
  if (typeof stack !== 'string') return rest
  const frames = stack.split('\n').filter(line => /node:propscope/.test(line) || !/node_modules|node:/.test(line))
  return { ...rest, 'exception.stacktrace': frames.join('\n') }
}

import { FIELDS, type Field, fieldNamed } from './fields.ts'
import { quoteValue, type Span, tokenize } from './tokens.ts'
import type { Unit } from './values.ts'

/** What could stand at the caret. */
export interface Completion {
  /** What goes between `from` and `to` of the text. */
  readonly insert: string
  readonly label: string
  /** What it means, in a few words. */
  readonly detail: string
  /** A value is still to be written after it. */
  readonly open: boolean
}
export interface Completions extends Span {
  readonly options: readonly Completion[]
}

/** Values that are there to choose from, the most frequent first: pages, rules, methods. */
export type KnownValues = (field: string) => readonly { readonly value: string; readonly count: number }[]

const AT_MOST = 12
const EXAMPLES: Readonly<Record<Unit | 'status', readonly string[]>> = {
  status: ['2xx', '3xx', '4xx', '5xx', '200', '304', '404', '500'],
  ms: ['50ms', '200ms', '500ms', '1s', '5s'],
  bytes: ['1kB', '10kB', '128kB', '1MB'],
  count: ['0', '1', '3', '10'],
}

/** What could be written where the caret stands: names of fields, or values of the field that it stands in. */
export function complete(text: string, caret: number, known: KnownValues): Completions {
  const token = tokenize(text).find(({ from, to }) => from < caret && caret <= to)
  if (!token) return { from: caret, to: caret, options: fieldsFor('', '') }
  const dash = token.negated ? 1 : 0
  const field = token.field && fieldNamed(token.field.name)
  if (!token.field || !field || caret <= token.field.to) {
    const typed = text.slice(token.from + dash, caret)
    return {
      from: token.from + dash,
      to: token.field?.to === undefined ? token.to : token.field.to,
      options: token.field ? [] : fieldsFor(typed, typed),
    }
  }
  const value = token.values.find(({ from, to }) => from <= caret && caret <= to)
  const from = value?.from ?? caret
  return { from, to: value?.to ?? caret, options: valuesFor(field, value?.text.slice(0, caret - from) ?? '', known) }
}

function fieldsFor(typed: string, asText: string): readonly Completion[] {
  const lower = typed.toLowerCase()
  const starts = FIELDS.filter(({ name }) => name.startsWith(lower))
  const inside =
    lower.length < 3 ? [] : FIELDS.filter(field => !starts.includes(field) && field.means.toLowerCase().includes(lower))
  return [...starts, ...inside].slice(0, AT_MOST).map(field => ({
    insert: `${field.name}${field.kind === 'number' && field.name !== 'status' ? '>' : ':'}`,
    label: `${field.name}${field.kind === 'number' && field.name !== 'status' ? '>' : ':'}`,
    detail: asText === '' ? `${field.means} · ${field.example}` : field.means,
    open: true,
  }))
}

function valuesFor(field: Field, typed: string, known: KnownValues): readonly Completion[] {
  const lower = typed.toLowerCase()
  const ready = (value: string, detail: string): Completion => ({
    insert: quoteValue(value),
    label: value,
    detail,
    open: false,
  })
  const seen = known(field.name)
  if (field.kind === 'choice')
    return field.choices
      .filter(({ value }) => value.toLowerCase().startsWith(lower) && value !== 'doc')
      .slice(0, AT_MOST)
      .map(({ value, means }) => ready(value, `the request ${means}`))
  if (field.kind === 'number')
    return EXAMPLES[field.name === 'status' ? 'status' : field.unit]
      .filter(value => value.startsWith(lower))
      .map(value => ready(value, field.means))
  const fits = seen.filter(({ value }) => value.toLowerCase().includes(lower))
  return fits.slice(0, AT_MOST).map(({ value, count }) => ready(value, `${count.toLocaleString('en-US')} in the list`))
}

/** The text with the completion put in, and where the caret stands then. */
export function applyCompletion(
  text: string,
  { from, to }: Span,
  { insert, open }: Completion,
): { text: string; caret: number } {
  const after = text.slice(to)
  const space = open || after.startsWith(' ') ? '' : ' '
  return { text: `${text.slice(0, from)}${insert}${space}${after}`, caret: from + insert.length + (open ? 0 : 1) }
}

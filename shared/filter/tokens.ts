/** A place in the text of a filter, `to` not included. */
export interface Span {
  readonly from: number
  readonly to: number
}

export type Operator = ':' | '>' | '<' | '>=' | '<='

/** A value as it was written, without its quotes. */
export interface ValueToken extends Span {
  readonly text: string
  readonly quoted: boolean
}

/** One term as it stands: `-status:5xx,404`, `"free text"`. */
export interface TermToken extends Span {
  readonly negated: boolean
  /** null: free text. */
  readonly field: (Span & { readonly name: string; readonly operator: Operator }) | null
  /** Alternatives, in the order in which they stand; one for free text. Empty where none was written yet. */
  readonly values: readonly ValueToken[]
  /** Where a quote was opened and never closed. */
  readonly openQuote: number | null
}

const FIELD = /^([A-Za-z][A-Za-z-]*)(:|>=|<=|>|<)/
/** An address is text, and no field `http`. */
const ADDRESS = /^https?:\/\//i
const SPACE = /\s/

/** Cuts a filter into its terms. Any text has terms; what is wrong with them the parser says. */
export function tokenize(text: string): readonly TermToken[] {
  const terms: TermToken[] = []
  let at = 0
  while (at < text.length) {
    if (SPACE.test(text[at] ?? '')) at += 1
    else {
      const term = termAt(text, at)
      terms.push(term)
      at = term.to
    }
  }
  return terms
}

function termAt(text: string, from: number): TermToken {
  // A lone dash, or one before a space, is text.
  const negated = text[from] === '-' && from + 1 < text.length && !SPACE.test(text[from + 1] ?? '')
  const start = negated ? from + 1 : from
  const rest = text.slice(start)
  const match = ADDRESS.test(rest) ? null : FIELD.exec(rest)
  const field = match
    ? {
        from: start,
        to: start + (match[1]?.length ?? 0),
        name: match[1] ?? '',
        operator: (match[2] ?? ':') as Operator,
      }
    : null
  const values: ValueToken[] = []
  let openQuote: number | null = null
  let at = start + (match?.[0].length ?? 0)
  for (;;) {
    const { value, closed } = valueAt(text, at, field !== null)
    if (value.quoted || value.to > value.from) values.push(value)
    if (!closed) openQuote = value.from
    at = value.to
    if (field === null || text[at] !== ',') break
    at += 1
  }
  return { from, to: at, negated, field, values, openQuote }
}

function valueAt(text: string, from: number, commas: boolean): { value: ValueToken; closed: boolean } {
  if (text[from] === '"') return quotedAt(text, from)
  let to = from
  while (to < text.length && !SPACE.test(text[to] ?? '') && !(commas && text[to] === ',')) to += 1
  return { value: { from, to, text: text.slice(from, to), quoted: false }, closed: true }
}

/** Inside quotes a backslash takes the next character as it is. */
function quotedAt(text: string, from: number): { value: ValueToken; closed: boolean } {
  let said = ''
  let at = from + 1
  while (at < text.length && text[at] !== '"') {
    if (text[at] === '\\' && at + 1 < text.length) at += 1
    said += text[at]
    at += 1
  }
  const closed = at < text.length
  return { value: { from, to: closed ? at + 1 : at, text: said, quoted: true }, closed }
}

/** `value` as it has to be written to be taken as it is, in quotes where it needs them. */
export function quoteValue(value: string, asField = true): string {
  const needs =
    value === '' ||
    /[\s"]/.test(value) ||
    (asField ? value.includes(',') : value.startsWith('-') || (FIELD.test(value) && !ADDRESS.test(value)))
  return needs ? `"${value.replace(/[\\"]/g, '\\$&')}"` : value
}

import { assertNever } from '../units.ts'
import { type Choice, FIELDS, type Field, fieldNamed } from './fields.ts'
import { nearest } from './nearest.ts'
import { type PropPath, readPropPath } from './prop-path.ts'
import { type Span, type TermToken, tokenize, type ValueToken } from './tokens.ts'
import { type Range, readRange, UNIT_WORDS } from './values.ts'

/** What one term asks for; of several alternatives one must hold. */
export type Ask =
  | { readonly kind: 'words'; readonly text: string }
  | { readonly kind: 'text'; readonly field: Extract<Field, { kind: 'text' }>; readonly values: readonly string[] }
  | { readonly kind: 'choice'; readonly field: Extract<Field, { kind: 'choice' }>; readonly values: readonly Choice[] }
  | { readonly kind: 'number'; readonly field: Extract<Field, { kind: 'number' }>; readonly values: readonly Range[] }
  | { readonly kind: 'prop'; readonly values: readonly PropPath[] }

export interface Term extends Span {
  readonly negated: boolean
  readonly ask: Ask
  /** As it was written. */
  readonly text: string
}

/** What is wrong, where, and what would be right. */
export interface FilterProblem extends Span {
  readonly message: string
  /** It may only be that it has not been written to its end. */
  readonly unfinished: boolean
}

/** All terms must hold. What cannot be understood is no term but a problem. */
export interface Filter {
  readonly terms: readonly Term[]
  readonly problems: readonly FilterProblem[]
}

/** Reads the text of a filter. Never throws: any text is a filter, perhaps with problems. */
export function parseFilter(text: string): Filter {
  const terms: Term[] = []
  const problems: FilterProblem[] = []
  for (const token of tokenize(text)) {
    const wrong = (message: string, { from, to }: Span = token, unfinished = false): null => {
      problems.push({ from, to, message, unfinished })
      return null
    }
    if (token.openQuote !== null)
      wrong('A quote is opened here and not closed.', { from: token.openQuote, to: token.to }, true)
    const ask = token.field === null ? words(token) : named(token, token.field, wrong)
    if (ask)
      terms.push({
        from: token.from,
        to: token.to,
        negated: token.negated,
        ask,
        text: text.slice(token.from, token.to),
      })
  }
  return { terms, problems }
}

type Wrong = (message: string, span?: Span, unfinished?: boolean) => null

function words(token: TermToken): Ask | null {
  const text = token.values[0]?.text ?? ''
  return text === '' ? null : { kind: 'words', text }
}

function named(
  token: TermToken,
  { name, operator, ...place }: NonNullable<TermToken['field']>,
  wrong: Wrong,
): Ask | null {
  const field = fieldNamed(name)
  if (!field) {
    const near = nearest(
      name,
      FIELDS.map(one => one.name),
    )
    return wrong(
      `There is no field “${name}”${near === null ? '' : `; did you mean “${near}”?`} To look for this text, put it in quotes.`,
      place,
    )
  }
  if (token.values.length === 0) return wrong(`A value is missing: ${field.example}`, token, true)
  if (field.kind !== 'number' && operator !== ':')
    return wrong(`“${field.name}” is no number: write ${field.example}`, place)
  const read = <T>(
    one: (value: ValueToken) => T | string,
    begun: (text: string) => boolean = () => false,
  ): T[] | null => {
    const values: T[] = []
    for (const value of token.values) {
      const got = one(value)
      if (typeof got === 'string') return wrong(got, value, begun(value.text))
      values.push(got)
    }
    return values
  }
  switch (field.kind) {
    case 'text':
      return { kind: 'text', field, values: token.values.map(value => value.text) }
    case 'number': {
      const values = read(
        ({ text }) => readRange(operator, text, field.unit) ?? `“${text}” is not ${UNIT_WORDS[field.unit]}.`,
      )
      return values && { kind: 'number', field, values }
    }
    case 'choice': {
      const values = read(
        ({ text }) => choiceOf(field, text),
        text => field.choices.some(({ value }) => value.toLowerCase().startsWith(text.toLowerCase())),
      )
      return values && { kind: 'choice', field, values }
    }
    case 'prop': {
      const values = read(
        ({ text }) => readPropPath(text) ?? `“${text}” is no path into the props: write ${field.example}`,
      )
      return values && { kind: 'prop', values }
    }
    default:
      return assertNever(field)
  }
}

function choiceOf({ name, choices }: Extract<Field, { kind: 'choice' }>, text: string): Choice | string {
  const found = choices.find(({ value }) => value.toLowerCase() === text.toLowerCase())
  if (found) return found
  const all = choices.map(({ value }) => value)
  const near = nearest(text, all)
  return `“${name}” knows no “${text}”${near === null ? '' : `; did you mean “${near}”?`}${near === null ? '.' : ''} It can be ${all.join(', ')}.`
}

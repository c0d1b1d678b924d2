import { assertNever } from '../units.ts'
import type { Filter, Term } from './parse.ts'
import type { PropPath } from './prop-path.ts'
import type { Range, Unit } from './values.ts'

/** What a filter asks for, a sentence for each term. */
export function filterWords({ terms }: Filter): readonly string[] {
  return terms.map(termWords)
}

/** `the time in getServerSideProps is more than 200 ms`. */
export function termWords({ ask, negated }: Term): string {
  const not = negated ? 'not: ' : ''
  switch (ask.kind) {
    case 'words':
      return `${not}“${ask.text}” stands somewhere in the row`
    case 'text': {
      const verb = ask.field.match === 'whole' ? 'is' : 'contains'
      return `${not}${ask.field.means} ${verb} ${or(ask.values.map(value => `“${value}”`))}`
    }
    case 'choice':
      return `${not}the request ${or(ask.values.map(({ means }) => means))}`
    case 'number':
      return `${not}${ask.field.means} is ${or(ask.values.map(range => rangeWords(range, ask.field.unit)))}`
    case 'prop':
      return `${not}the props ${or(ask.values.map(propWords))}`
    default:
      return assertNever(ask)
  }
}

const or = (parts: readonly string[]): string =>
  parts.length < 2 ? (parts[0] ?? '') : `${parts.slice(0, -1).join(', ')} or ${parts.at(-1)}`

function propWords({ path, value }: PropPath): string {
  const place = path.join('.')
  return value === null ? `have ${place}` : `have “${value}” at ${place}`
}

function rangeWords({ from, to, openFrom, openTo }: Range, unit: Unit): string {
  if (to === Infinity) return `${openFrom ? 'more than' : 'at least'} ${amount(from, unit)}`
  if (from === -Infinity) return `${openTo ? 'less than' : 'at most'} ${amount(to, unit)}`
  if (unit === 'ms' && openTo && to - from === 1) return `about ${amount(from + 0.5, unit)}`
  if (from === to) return amount(from, unit)
  return `from ${amount(from, unit)} to ${amount(openTo ? to - 1 : to, unit)}`
}

function amount(value: number, unit: Unit): string {
  switch (unit) {
    case 'ms':
      return value >= 1000 ? `${value / 1000} s` : `${value} ms`
    case 'bytes':
      return value >= 1e6 ? `${value / 1e6} MB` : value >= 1000 ? `${value / 1000} kB` : `${value} B`
    case 'count':
      return String(value)
    default:
      return assertNever(unit)
  }
}

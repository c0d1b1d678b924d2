import type { Operator } from './tokens.ts'

export type Unit = 'ms' | 'bytes' | 'count'

/** Numbers from `from` to `to`, either of which may be left out of it. */
export interface Range {
  readonly from: number
  readonly to: number
  readonly openFrom: boolean
  readonly openTo: boolean
}

export const UNIT_WORDS: Readonly<Record<Unit, string>> = {
  ms: 'a time, as 200, 200ms, 1.5s or 2m',
  bytes: 'a size, as 500, 128kB, 1.5MB or 64KiB',
  count: 'a number',
}

const FACTORS: Readonly<Record<Unit, Readonly<Record<string, number>>>> = {
  ms: { '': 1, ms: 1, s: 1000, m: 60_000, min: 60_000 },
  bytes: { '': 1, b: 1, kb: 1e3, mb: 1e6, gb: 1e9, kib: 1024, mib: 1024 ** 2, gib: 1024 ** 3 },
  count: { '': 1 },
}

/** `128kB` as 128000; null where it is none. Case does not count. */
export function readNumber(text: string, unit: Unit): number | null {
  const [, digits, suffix = ''] = /^(\d+(?:\.\d+)?)\s*([a-z]*)$/i.exec(text) ?? []
  const factor = FACTORS[unit][suffix.toLowerCase()]
  return digits === undefined || factor === undefined ? null : Number(digits) * factor
}

const isHundred = /^([1-5])xx$/i

/** What `operator value` asks of a number: `>200ms`, `:100..200`, `:5xx`, `:404`; null where the value cannot be read. */
export function readRange(operator: Operator, text: string, unit: Unit): Range | null {
  const hundred = isHundred.exec(text)?.[1]
  if (hundred !== undefined && unit === 'count') {
    const from = Number(hundred) * 100
    return withOperator(operator, from, from + 100, true)
  }
  const [low = '', high] = text.split('..')
  if (high !== undefined) {
    const [from, to] = [low === '' ? -Infinity : readNumber(low, unit), high === '' ? Infinity : readNumber(high, unit)]
    if (operator !== ':' || from === null || to === null || (low === '' && high === '')) return null
    return { from, to, openFrom: false, openTo: false }
  }
  const value = readNumber(text, unit)
  if (value === null) return null
  // As it is shown: 200 ms is what rounds to it.
  if (operator === ':' && unit === 'ms') return { from: value - 0.5, to: value + 0.5, openFrom: false, openTo: true }
  return withOperator(operator, value, value, false)
}

function withOperator(operator: Operator, from: number, to: number, openTo: boolean): Range {
  switch (operator) {
    case ':':
      return { from, to, openFrom: false, openTo }
    case '>':
      return { from: to, to: Infinity, openFrom: !openTo, openTo: false }
    case '>=':
      return { from, to: Infinity, openFrom: false, openTo: false }
    case '<':
      return { from: -Infinity, to: from, openFrom: false, openTo: true }
    case '<=':
      return { from: -Infinity, to, openFrom: false, openTo }
  }
}

export function isIn({ from, to, openFrom, openTo }: Range, value: number): boolean {
  return (openFrom ? value > from : value >= from) && (openTo ? value < to : value <= to)
}

const SPECIAL = /[.*+?^${}()|[\]\\/-]/g

/** Finds `text` anywhere; case does not count. Much faster over 100,000 rows than making them lower case. */
export function partPattern(text: string): RegExp {
  return new RegExp(text.replace(SPECIAL, '\\$&'), 'i')
}

/** The whole of a text, in which `*` stands for anything; case does not count. */
export function wholePattern(text: string): RegExp {
  const parts = text.split('*').map(part => part.replace(SPECIAL, '\\$&'))
  return new RegExp(`^${parts.join('.*')}$`, 'is')
}

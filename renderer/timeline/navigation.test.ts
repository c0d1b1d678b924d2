import { describe, expect, it } from 'vitest'
import { isMate, type Rail, railOf } from './navigation.ts'

/** Rows drawn in text: one letter a navigation, upper case where the row begins it, `.` where none is known. */
function rowsOf(text: string) {
  return [...text].map((letter, index) => {
    const name = letter.toLowerCase()
    const navigation = letter === '.' ? null : name
    return { id: letter !== '.' && letter !== name ? name : `${name}${index}`, navigation }
  })
}

function railsOf(text: string): Rail[] {
  const rows = rowsOf(text)
  return rows.map((row, index) => railOf(rows[index - 1], row, rows[index + 1]))
}

describe('the rail', () => {
  it('joins the rows of one navigation', () => {
    expect(railsOf('Aaa')).toEqual(['first', 'middle', 'last'])
    expect(railsOf('AaBb')).toEqual(['first', 'last', 'first', 'last'])
  })

  it('is not there for one row alone, and where none is known', () => {
    expect(railsOf('A.B')).toEqual(['none', 'none', 'none'])
    expect(railsOf('..')).toEqual(['none', 'none'])
  })

  it('begins anywhere where the filter hides the start', () => {
    expect(railsOf('.aa')).toEqual(['none', 'first', 'last'])
  })

  it('marks a part that another navigation came between', () => {
    expect(railsOf('ABaBb')).toEqual(['none', 'none', 'loose', 'first', 'last'])
  })
})

it('knows the others of the navigation', () => {
  const [a, other, mate, none] = rowsOf('ABa.')
  if (!a || !other || !mate || !none) throw new Error('four rows')
  expect([a, other, mate, none].map(row => isMate(row, a))).toEqual([false, false, true, false])
  expect(isMate(a, undefined)).toBe(false)
  expect(isMate({ id: 'x', navigation: null }, none)).toBe(false)
})

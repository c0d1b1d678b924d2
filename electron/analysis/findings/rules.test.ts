import { expect, it } from 'vitest'
import { RULES } from './rules.ts'
import { page, told } from './told.ts'

it('has an own name, a title and a page of the documentation for each rule', () => {
  expect(new Set(RULES.map(rule => rule.id)).size).toBe(RULES.length)
  for (const rule of RULES) {
    expect(rule.id).toMatch(/^[a-z]+(-[a-z]+)+$/)
    expect(rule.title).not.toBe('')
    // Budgets are the project's own: no page of Next's says more.
    expect(rule.doc === null).toBe(rule.id === 'over-budget')
  }
})

it('says nothing of a page with nothing to it', () => {
  for (const rule of RULES) expect(told(rule, page()), rule.id).toEqual([])
})

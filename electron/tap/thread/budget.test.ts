import { describe, expect, it } from 'vitest'
import { monotonicMs } from '../../../shared/units.ts'
import { BUDGET, createBudget } from './budget.ts'

const MEGABYTE = 1024 * 1024
const at = monotonicMs
const PAGE = 'HTTP/1.1 200 OK\r\nServer: x\r\nContent-Type:  text/html; charset=utf-8'
const DATA = 'HTTP/1.1 200 OK\r\ncontent-type: application/json'
const SCRIPT = 'HTTP/1.1 200 OK\r\nContent-Type: text/javascript'

/** Takes bodies of so many bytes at `ms` until one is refused, or `most` are taken; gives how many were taken whole. */
function taken(budget: ReturnType<typeof createBudget>, ms: number, bytes: number, most: number, head = PAGE): number {
  let whole = 0
  while (whole < most && budget.begins(at(ms), head) && budget.spends(bytes)) whole += 1
  return whole
}

describe('Budget', () => {
  it('keeps what a developer looks at: sixty pages of half a MB at once, or a document of 100 MB after them', () => {
    const budget = createBudget(BUDGET)
    expect(taken(budget, 0, MEGABYTE / 2, 60)).toBe(60)
    expect(budget.begins(at(1), PAGE)).toBe(true)
    let whole = true
    for (let piece = 0; piece < 200; piece += 1) whole &&= budget.spends(MEGABYTE / 2)
    expect(whole).toBe(true)
  })

  it('refuses what begins when it is spent, until time has filled it', () => {
    const budget = createBudget({ atOnce: 10 * MEGABYTE, perSecond: 10 * MEGABYTE })
    expect(taken(budget, 0, MEGABYTE, 100)).toBe(10)
    expect(budget.begins(at(1), PAGE)).toBe(false)
    expect(taken(budget, 501, MEGABYTE, 100)).toBe(5)
    // However long nothing came, it is not more than at once.
    expect(taken(budget, 1e6, MEGABYTE, 100)).toBe(10)
  })

  it('leaves the last of it to documents and data', () => {
    const budget = createBudget({ atOnce: 16 * MEGABYTE, perSecond: 0 })
    expect(taken(budget, 0, MEGABYTE, 100, SCRIPT)).toBe(12)
    expect(budget.begins(at(0), DATA)).toBe(true)
    expect(budget.begins(at(0), PAGE)).toBe(true)
    expect(budget.begins(at(0), SCRIPT)).toBe(false)
  })

  it('ends for a body that never does', () => {
    const budget = createBudget({ atOnce: MEGABYTE, perSecond: 0 })
    budget.begins(at(0), PAGE)
    let kept = 0
    while (kept < 100 && budget.spends(MEGABYTE)) kept += 1
    expect(kept).toBe(4)
  })

  it('counts bodies too, however small', () => {
    const budget = createBudget({ atOnce: MEGABYTE, perSecond: 0 })
    expect(taken(budget, 0, 10, 1000)).toBe(128)
  })
})

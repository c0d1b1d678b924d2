import { describe, expect, it } from 'vitest'
import type { Ledger } from '../../../shared/exchange.ts'
import { escapingOf, ledgerRows, shareOf } from './ledger-rows.ts'

const ledger: Ledger = { props: 1000, embedded: 1100, document: 2200, wire: 500, wireProps: 300 }
const rows = (change: Partial<Ledger> = {}, encoding: string | null = 'br') =>
  Object.fromEntries(ledgerRows({ ...ledger, ...change }, 'document', encoding).map(row => [row.id, row]))

describe('the ledger', () => {
  it('gives the props their share of each', () => {
    expect(ledgerRows(ledger, 'document', 'br').map(row => [row.id, row.bytes, shareOf(row)])).toEqual([
      ['props', 1000, 1],
      ['embedded', 1100, 1],
      ['document', 2200, 0.5],
      ['wire', 500, 0.6],
    ])
    expect(escapingOf(ledger)).toBe(100)
  })

  it('says estimated only of what is', () => {
    expect(rows()['wire']?.estimated).toBe(true)
    expect(rows({}, null)['wire']?.estimated).toBe(false)
    expect(rows({ wireProps: null })['wire']?.estimated).toBe(false)
    expect(rows()['document']?.estimated).toBe(false)
  })

  it('knows no share of what is not known, and none of nothing', () => {
    const row = rows({ embedded: null, wire: null, wireProps: null })
    expect([row['embedded'], row['document'], row['wire']].map(one => one && shareOf(one))).toEqual([null, null, null])
    expect(shareOf({ bytes: 0, props: 0 })).toBeNull()
    expect(escapingOf({ ...ledger, embedded: null })).toBeNull()
    expect(escapingOf({ ...ledger, embedded: 1000 })).toBeNull()
  })

  it('calls a data request’s answer what it is', () => {
    expect(ledgerRows(ledger, 'data', null).map(row => row.label)).toEqual([
      'Props as JSON',
      'In the answer',
      'Answer',
      'On the wire',
    ])
  })
})

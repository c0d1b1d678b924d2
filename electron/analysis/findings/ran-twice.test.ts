import { expect, it } from 'vitest'
import type { Exchange } from '../../../shared/exchange.ts'
import { epochMs, exchangeId } from '../../../shared/units.ts'
import { createFindings } from './findings.ts'
import { ranTwice } from './ran-twice.ts'
import { page, request, told } from './told.ts'

const ran = (kind: Exchange['kind'], atMs: number, more: Partial<Exchange> = {}) =>
  page({}, { kind, navigation: 'n', startedAt: epochMs(1_700_000_000_000 + atMs), ...more })

it('says why, by what both were', () => {
  expect(told(ranTwice, ran('document', 0), ran('data', 300))[0]).toContain(
    '300 ms before: the document brought the props',
  )
  expect(told(ranTwice, ran('data', 0), ran('data', 10))[0]).toContain('Next’s router asked twice')
  expect(told(ranTwice, ran('prefetch', 0), ran('data', 10))[0]).toMatch(/^info .*prefetched/)
})

it('knows the router that asks for the page it has, by its referer', () => {
  const own = (atMs: number, referer: string) =>
    ran('data', atMs, { navigation: 'm', request: request({ headers: [['referer', referer]] }) })
  const document = ran('document', 0)
  expect(told(ranTwice, document, own(300, 'http://localhost:3000/product/7'))).toHaveLength(1)
  expect(told(ranTwice, document, own(300, 'http://localhost:3000/'))).toEqual([])
  expect(told(ranTwice, document, own(4000, 'http://localhost:3000/product/7'))).toEqual([])
})

it('is quiet about another navigation, another page, other params, and a replay', () => {
  expect(told(ranTwice, ran('document', 0, { navigation: 'm' }), ran('data', 300))).toEqual([])
  expect(told(ranTwice, ran('document', 0, { request: request({ params: { id: '8' } }) }), ran('data', 300))).toEqual(
    [],
  )
  expect(told(ranTwice, ran('document', 0), ran('data', 300, { navigation: null }))).toEqual([])
  expect(told(ranTwice, ran('document', 0), ran('document', 300, { replayOf: 'x0' }))).toEqual([])
})

it('tells the earlier one where that is over later, and not again where its wire comes later still', () => {
  const [document, data] = [ran('document', 0, { id: exchangeId('D') }), ran('data', 300, { id: exchangeId('X') })]
  expect(told(ranTwice, data, document)[0]).toContain(
    'ran again for this page with the same params and query 300 ms after',
  )
  const findings = createFindings([ranTwice])
  const counts = [document, data, document].map(one => findings.of(one).findings.length)
  expect(counts).toEqual([0, 1, 0])
})

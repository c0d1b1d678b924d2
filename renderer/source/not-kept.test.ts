import { expect, test } from 'vitest'
import { aSummary } from '../../shared/a-summary.ts'
import type { ExchangeSummary } from '../../shared/exchange.ts'
import { propsNotKept } from './not-kept.ts'

test.each<[string, Partial<ExchangeSummary>, string | null]>([
  ['a call under load', { source: 'agent', outcome: 'props', unkept: 'load' }, 'not kept: the server was under load'],
  ['an answer of the tap', { source: 'tap', outcome: 'none', unkept: 'load' }, 'not kept: too much came at once'],
  ['an image of the tap', { source: 'tap', outcome: 'none', unkept: 'load', kind: 'asset' }, null],
  ['a redirect', { source: 'agent', outcome: 'redirect', unkept: 'load' }, null],
  ['an answer that was read', { source: 'tap', outcome: 'none', unkept: null }, null],
])('the props of %s', (_, change, why) => {
  expect(propsNotKept(aSummary({ kind: 'document', propsBytes: null, ...change }))).toBe(why)
})

import { expect, it } from 'vitest'
import { aSummary } from '../../shared/a-summary.ts'
import type { ExchangeSummary } from '../../shared/exchange.ts'
import { type RowStatus, rowStatus } from './row-status.ts'

it.each<[RowStatus, Partial<ExchangeSummary>]>([
  ['ok', {}],
  ['ok', { status: 304 }],
  ['plain', { outcome: 'none' }],
  ['warning', { findings: { error: 0, warning: 1, info: 0 } }],
  // The visitor got what was asked for, however grave what was found.
  ['warning', { findings: { error: 1, warning: 0, info: 0 } }],
  ['error', { outcome: 'error', status: 200 }],
  ['error', { outcome: 'none', status: 503 }],
  ['error', { outcome: 'error', aborted: true, status: 500 }],
  ['aborted', { aborted: true }],
  ['aborted', { outcome: 'none', status: null }],
  ['aborted', { outcome: 'none', source: 'tap', status: null, aborted: true }],
  ['error', { outcome: 'none', source: 'tap', status: null }],
  ['no server', { outcome: 'none', source: 'tap', answeredBy: 'tap', status: null }],
  ['running', { state: 'running', status: null, aborted: true }],
  ['redirect', { outcome: 'redirect', status: 200 }],
  ['redirect', { outcome: 'none', status: 308 }],
  ['not found', { outcome: 'notFound', status: 404 }],
  ['not found', { outcome: 'none', status: 404 }],
  ['refused', { outcome: 'none', status: 405 }],
  ['answered', { outcome: 'none', source: 'tap' }],
  ['ok', { source: 'tap' }],
  ['no server', { outcome: 'none', source: 'tap', answeredBy: 'tap', status: 502 }],
  ['refused', { outcome: 'none', source: 'tap', answeredBy: 'tap', status: 403 }],
  ['error', { outcome: 'none', source: 'tap', answeredBy: 'server', status: 502 }],
])('%s: %j', (status, over) => expect(rowStatus(aSummary(over))).toBe(status))

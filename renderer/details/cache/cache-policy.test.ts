import { parse } from '@tusbar/cache-control'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anExchange } from '../../../shared/an-exchange.ts'
import { explainCacheControl, formatSeconds, lifetimeOf, whySent } from './cache-policy.ts'

describe('explainCacheControl', () => {
  it('explains each directive in its order', () => {
    const explained = explainCacheControl('Public, s-maxage=10,stale-while-revalidate="59"')
    expect(explained.map(({ name, seconds }) => [name, seconds])).toEqual([
      ['public', null],
      ['s-maxage', 10],
      ['stale-while-revalidate', 59],
    ])
    expect(explained[1]?.meaning).toContain('Fresh for 10 s in shared caches')
  })

  it('keeps what it does not know, and commas in quotes', () => {
    const explained = explainCacheControl('no-cache="a, b", constructor, , x=1')
    expect(explained.map(({ name, value }) => [name, value])).toEqual([
      ['no-cache', 'a, b'],
      ['constructor', null],
      ['x', '1'],
    ])
    expect(explained[1]?.meaning).toContain('Not a directive')
  })

  it('reads seconds as @tusbar/cache-control does', () => {
    const name = fc.constantFrom('max-age', 's-maxage', 'stale-while-revalidate', 'stale-if-error')
    fc.assert(
      fc.property(fc.uniqueArray(fc.tuple(name, fc.nat(1e6)), { selector: ([n]) => n, minLength: 1 }), list => {
        const header = list.map(([n, seconds]) => `${n}=${seconds}`).join(', ')
        const theirs = parse(header)
        const ours = new Map(explainCacheControl(header).map(directive => [directive.name, directive.seconds]))
        expect(ours.get('max-age') ?? null).toBe(theirs.maxAge)
        expect(ours.get('s-maxage') ?? null).toBe(theirs.sharedMaxAge)
        expect(ours.get('stale-while-revalidate') ?? null).toBe(theirs.staleWhileRevalidate)
      }),
    )
  })

  it('never throws, whatever the header holds', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), header => void [explainCacheControl(header), lifetimeOf(header)]),
    )
  })
})

describe('lifetimeOf', () => {
  it.each([
    ['public, s-maxage=10, stale-while-revalidate=59', { kind: 'kept', by: 'shared', fresh: 10, stale: 59 }],
    ['max-age=60, s-maxage=10', { kind: 'kept', by: 'shared', fresh: 10, stale: 0 }],
    ['private, max-age=60, s-maxage=10', { kind: 'kept', by: 'browser', fresh: 60, stale: 0 }],
    ['s-maxage=10, stale-while-revalidate=59, must-revalidate', { kind: 'kept', by: 'shared', fresh: 10, stale: 0 }],
    ['stale-while-revalidate=59', { kind: 'kept', by: 'shared', fresh: 0, stale: 59 }],
    ['public', { kind: 'unsaid' }],
    ['', { kind: 'unsaid' }],
  ])('%s', (header, lifetime) => {
    expect(lifetimeOf(header)).toEqual(lifetime)
  })

  it.each(['no-store, must-revalidate', 'private, no-cache, max-age=0', 'max-age=0'])('%s is never kept', header => {
    expect(lifetimeOf(header).kind).toBe('never')
  })
})

it('says seconds in the units that people use', () => {
  expect([0, 10, 119, 300, 5400, 86_400, 31_536_000].map(formatSeconds)).toEqual([
    '0 s',
    '10 s',
    '119 s',
    '5 min',
    '1 h 30 min',
    '1 day',
    '365 days',
  ])
})

describe('whySent', () => {
  const declared = 'public, s-maxage=10'
  it.each([
    [{ mode: 'dev' as const, declared, sent: 'no-store' }, 'next dev always sends no-store'],
    [{ mode: 'dev' as const, declared: null, sent: 'no-store' }, 'set no Cache-Control'],
    [{ mode: 'start' as const, declared, sent: declared }, 'is what was sent'],
    [{ mode: 'start' as const, declared: null, sent: 'private' }, 'Next sent its own'],
    [{ mode: 'start' as const, declared, sent: 'no-store' }, 'wrote over it'],
  ])('%j', ({ mode, ...cache }, words) => {
    const exchange = anExchange({ cache: { ...cache, inProduction: null } })
    expect(whySent({ ...exchange, server: { ...exchange.server, mode } })).toContain(words)
  })

  it('says what is not known', () => {
    expect(whySent(anExchange({ call: null }))).toContain('No getServerSideProps ran')
    expect(whySent(anExchange({ call: null, source: 'tap' }))).toContain('Only the wire')
    expect(whySent(anExchange({ response: null }))).toContain('No answer')
  })
})

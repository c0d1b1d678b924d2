import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { aSummary } from '../a-summary.ts'
import type { ExchangeSummary } from '../exchange.ts'
import { compileFilter, compileWithoutProps, propPaths } from './compile.ts'
import { applyCompletion, complete } from './complete.ts'
import { FIELDS } from './fields.ts'
import { parseFilter } from './parse.ts'
import { hasProp, readPropPath } from './prop-path.ts'
import { quoteValue } from './tokens.ts'
import { filterWords } from './words.ts'

const passes = (text: string, row: Partial<ExchangeSummary> = {}) => compileFilter(parseFilter(text))(aSummary(row))
const problems = (text: string) =>
  parseFilter(text).problems.map(({ from, to, message }) => `${text.slice(from, to)}: ${message}`)

describe('what the language asks for', () => {
  it.each<[string, Partial<ExchangeSummary>]>([
    ['page:/product/[id]', {}],
    ['page:/product/*', {}],
    ['page:/,/product/[id]', {}],
    ['status:5xx', { status: 503 }],
    ['status:200', {}],
    ['status>=400', { status: 404 }],
    ['status:200..299', {}],
    ['outcome:error', { outcome: 'error' }],
    ['ms>200', { callMs: 201 }],
    ['ms<=38', { callMs: 38 }],
    ['ms:100..200', { callMs: 200 }],
    ['total>1s', { durationMs: 1001 }],
    ['props>128kB', { propsBytes: 128_001 }],
    ['props<1KiB', { propsBytes: 1023 }],
    ['kind:data', { kind: 'data' }],
    ['kind:doc,data', { kind: 'document' }],
    ['cache:public', { cacheDeclared: 'public, s-maxage=10' }],
    ['cache:NO-STORE', {}],
    ['finding:secret-in-props', { rules: ['lost-value', 'secret-in-props'] }],
    ['has:cookie', { marks: ['cookie'] }],
    ['is:slow', { callMs: 501 }],
    ['is:overwritten', { cacheDeclared: 'public', cacheSent: 'no-store' }],
    ['error:"cannot read"', { errorMessage: 'TypeError: Cannot read x' }],
    ['reason:back-forward', { reason: 'back-forward' }],
    [
      'calls>1',
      {
        upstream: [
          [1, 2],
          [2, 3],
        ],
      },
    ],
    ['REF=home /product/[id] 200 get', {}],
    ['"ref=home"', {}],
    ['url:"/product/7?ref=home"', {}],
    ['-status:5xx -is:error', {}],
    ['-"nothing has this"', {}],
    ['stale tab', { skew: { asked: 'a', serves: 'b' } }],
    ['running', { state: 'running' }],
    ['', {}],
  ])('%s lets through what it names', (text, row) => {
    expect(problems(text)).toEqual([])
    expect(passes(text, row)).toBe(true)
  })

  it.each<[string, Partial<ExchangeSummary>]>([
    ['page:/product', {}],
    ['status:5xx', { status: 600 }],
    ['status:5xx', { status: null }],
    ['ms>200', { callMs: 200 }],
    ['ms>200', { callMs: null }],
    ['is:slow', { callMs: 500 }],
    ['kind:data', {}],
    ['has:cookie', {}],
    ['-page:/product/[id]', {}],
    ['null', { page: null, status: null }],
    ['prop:user.email', {}],
    ['ref=home other', {}],
  ])('%s holds back %j', (text, row) => {
    expect(problems(text)).toEqual([])
    expect(passes(text, row)).toBe(false)
  })

  it('asks elsewhere for props, and only for rows that pass the rest', () => {
    const filter = parseFilter('kind:data prop:user.email')
    expect(propPaths(filter)).toEqual([{ path: ['user', 'email'], value: null }])
    expect(compileWithoutProps(filter)(aSummary({ kind: 'data' }))).toBe(true)
    expect(compileWithoutProps(filter)(aSummary())).toBe(false)
    expect(compileFilter(filter, () => true)(aSummary({ kind: 'data' }))).toBe(true)
    expect(compileFilter(parseFilter('-prop:a'), () => true)(aSummary())).toBe(false)
  })

  it('finds places in props by their own keys alone', () => {
    const props = JSON.parse('{"user":{"email":"Ann@x"},"list":[{"id":1},{"id":7}],"__proto__":{"a":1}}')
    const found = (text: string) => hasProp(props, readPropPath(text) ?? { path: ['?'], value: null })
    expect(
      ['user.email', 'user.email=ann', 'list[1].id=7', 'list.*.id=7', '*.email', '__proto__.a'].map(found),
    ).not.toContain(false)
    expect(
      ['user.name', 'user.email=bob', 'list.2.id', 'constructor', 'user.toString', 'user.email.length'].map(found),
    ).not.toContain(true)
    expect([readPropPath(''), readPropPath('a..b'), readPropPath('=x')]).toEqual([null, null, null])
  })
})

describe('what is wrong is said at its place', () => {
  it.each([
    [
      'kind:data stauts:500',
      'stauts: There is no field “stauts”; did you mean “status”? To look for this text, put it in quotes.',
    ],
    ['ms>fast', 'fast: “fast” is not a time, as 200, 200ms, 1.5s or 2m.'],
    [
      'kind:document,dtaa',
      'dtaa: “kind” knows no “dtaa”; did you mean “data”? It can be document, data, prefetch, api, asset, other, doc.',
    ],
    ['page>/x', 'page: “page” is no number: write page:/product/[id]'],
    ['ms>', 'ms>: A value is missing: ms>200'],
    ['a "b c', '"b c: A quote is opened here and not closed.'],
    ['prop:a..b', 'a..b: “a..b” is no path into the props: write prop:user.email'],
  ])('%s', (text, said) => {
    expect(problems(text)).toEqual([said])
  })

  it('and the rest still filters', () => {
    expect(passes('stauts:500 kind:data')).toBe(false)
    expect(passes('stauts:500 kind:document')).toBe(true)
  })

  it('addresses and paths are text', () => {
    expect(problems('http://localhost:3000/a /search?q=a>b q=lamp -')).toEqual([])
  })
})

describe('words', () => {
  it('say each term in English', () => {
    expect(filterWords(parseFilter('ms>200 -kind:prefetch status:5xx,404 props>128kB lamp prop:user.email'))).toEqual([
      'time in getServerSideProps is more than 200 ms',
      'not: the request is of kind prefetch',
      'status code is from 500 to 599 or 404',
      'size of the props as JSON is more than 128 kB',
      '“lamp” stands somewhere in the row',
      'the props have user.email',
    ])
  })
})

describe('completion', () => {
  const known = (field: string) =>
    field === 'page'
      ? [
          { value: '/product/[id]', count: 3 },
          { value: '/a b', count: 1 },
        ]
      : []
  const labels = (text: string, caret = text.length) => complete(text, caret, known).options.map(({ label }) => label)
  it('offers fields, then their values', () => {
    expect(labels('')).toContain('page:')
    expect(labels('kind:data st')).toEqual(['status:'])
    expect(labels('-ki')).toEqual(['kind:'])
    expect(labels('kind:d')).toEqual(['document', 'data'])
    expect(labels('kind:document,pre')).toEqual(['prefetch'])
    expect(labels('page:prod')).toEqual(['/product/[id]'])
    expect(labels('status:5')).toEqual(['5xx', '500'])
  })
  it('puts them in at their place, quoted where they must be', () => {
    const put = (text: string, caret: number) => {
      const found = complete(text, caret, known)
      const [option] = found.options
      return option && applyCompletion(text, found, option)
    }
    expect(put('ki ms>2', 2)).toEqual({ text: 'kind: ms>2', caret: 5 })
    expect(put('page:a', 6)).toEqual({ text: 'page:"/a b" ', caret: 12 })
    expect(put('kind:document,da', 16)).toEqual({ text: 'kind:document,data ', caret: 19 })
  })
})

describe('any text', () => {
  const anyFilter = fc.oneof(
    fc.string({ unit: 'grapheme', maxLength: 60 }),
    fc
      .array(
        fc.constantFrom(
          'ms>',
          'page:',
          '"',
          '\\',
          ',',
          ' ',
          '-',
          'kind:',
          'data',
          '5xx',
          ':',
          '..',
          '1s',
          'prop:',
          'a.b',
          '=',
          '*',
          '(',
        ),
        { maxLength: 14 },
      )
      .map(parts => parts.join('')),
  )
  it('is a filter, whose parts lie in it, in order', () => {
    fc.assert(
      fc.property(anyFilter, text => {
        const { terms, problems: wrong } = parseFilter(text)
        for (const { from, to } of [...terms, ...wrong]) {
          expect(from).toBeGreaterThanOrEqual(0)
          expect(to).toBeLessThanOrEqual(text.length)
          expect(from).toBeLessThan(to)
        }
        for (const [index, term] of terms.entries()) expect(term.from).toBeGreaterThanOrEqual(terms[index - 1]?.to ?? 0)
        compileFilter({ terms, problems: wrong })(aSummary())
        filterWords({ terms, problems: wrong })
      }),
    )
  })
  it('lets through exactly what its negation holds back', () => {
    const rows = [aSummary(), aSummary({ kind: 'data', callMs: null, status: 500, outcome: 'error' })]
    fc.assert(
      fc.property(anyFilter, text => {
        const { terms } = parseFilter(text)
        for (const term of terms)
          for (const row of rows)
            expect(compileFilter({ terms: [term], problems: [] })(row)).toBe(
              !compileFilter({ terms: [{ ...term, negated: !term.negated }], problems: [] })(row),
            )
      }),
    )
  })
  it('is found again in quotes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 30 }), text => {
        expect(parseFilter(quoteValue(text, false)).terms).toMatchObject([
          { negated: false, ask: { kind: 'words', text } },
        ])
        expect(parseFilter(`url:${quoteValue(text)}`).terms).toMatchObject([{ ask: { kind: 'text', values: [text] } }])
      }),
    )
  })
  it('completes to a text that keeps what stands around the caret', () => {
    fc.assert(
      fc.property(anyFilter, fc.nat(60), (text, at) => {
        const caret = Math.min(at, text.length)
        const found = complete(text, caret, () => [{ value: 'a "b', count: 1 }])
        for (const option of found.options) {
          const put = applyCompletion(text, found, option)
          expect(put.text.startsWith(text.slice(0, found.from))).toBe(true)
          expect(put.text.endsWith(text.slice(found.to))).toBe(true)
          expect(put.caret).toBeLessThanOrEqual(put.text.length)
        }
      }),
    )
  })
  it('compares numbers as they are', () => {
    fc.assert(
      fc.property(fc.nat(10_000), fc.nat(10_000), (limit, callMs) => {
        expect(passes(`ms>${limit}`, { callMs })).toBe(callMs > limit)
        expect(passes(`ms<=${limit}`, { callMs })).toBe(callMs <= limit)
        expect(passes(`ms:${limit}..`, { callMs })).toBe(callMs >= limit)
      }),
    )
  })
})

it('every example of a field is a filter without problems', () => {
  for (const { example } of FIELDS) expect(problems(example)).toEqual([])
})

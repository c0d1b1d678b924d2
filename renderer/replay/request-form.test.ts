import { describe, expect, it } from 'vitest'
import type { Outgoing } from '../../shared/replay.ts'
import * as form from './request-form.ts'

const REQUEST: Outgoing = {
  method: 'GET',
  url: '/de/product/a%2Fb?q=a+b&q=%zz&flag',
  headers: [
    ['Host', 'localhost:3000'],
    ['Cookie', 'theme=dark; a="1=2"'],
    ['Accept', 'text/html'],
  ],
  body: null,
}
const FACTS = { page: '/product/[id]', buildId: 'b', locales: ['en', 'de'], defaultLocale: 'en' }

it('edits one part of the query and leaves the others as they are', () => {
  expect(form.queryOf(REQUEST)).toEqual([
    { name: 'q', value: 'a b' },
    { name: 'q', value: '%zz' },
    { name: 'flag', value: '' },
  ])
  const changed = form.setQuery(REQUEST, 0, { name: 'q', value: 'c&d' })
  expect(changed.url).toBe('/de/product/a%2Fb?q=c%26d&q=%zz&flag')
  expect(form.dropQuery(form.dropQuery(form.dropQuery(REQUEST, 0), 0), 0).url).toBe('/de/product/a%2Fb')
  expect(form.queryOf(form.addQuery(REQUEST))).toHaveLength(4)
})

describe('params', () => {
  it('are those of the page’s pattern, in documents and data requests', () => {
    expect(form.paramsOf(REQUEST, FACTS)).toEqual([{ name: 'id', value: 'a/b', kind: 'one' }])
    expect(form.setParam(REQUEST, FACTS, 'id', 'ü 8').url).toBe('/de/product/%C3%BC%208?q=a+b&q=%zz&flag')
    const data = { ...REQUEST, url: '/_next/data/b/de/product/7.json?id=7&x=1' }
    expect(form.setParam(data, FACTS, 'id', '8').url).toBe('/_next/data/b/de/product/8.json?x=1&id=8')
    expect(form.paramsOf({ ...REQUEST, url: '/elsewhere' }, FACTS)).toBeNull()
  })
  it('of a catch-all are parts', () => {
    const facts = { ...FACTS, page: '/docs/[[...slug]]', locales: [] }
    const request = { ...REQUEST, url: '/docs/a/b%20c' }
    expect(form.paramsOf(request, facts)).toEqual([{ name: 'slug', value: 'a/b c', kind: 'optional' }])
    expect(form.setParam(request, facts, 'slug', 'x/y z').url).toBe('/docs/x/y%20z')
    expect(form.setParam(request, facts, 'slug', '').url).toBe('/docs')
  })
})

it('edits cookies and headers in their places', () => {
  const changed = form.setCookie(REQUEST, 0, { name: 'theme', value: 'light' })
  expect(changed.headers[1]).toEqual(['Cookie', 'theme=light; a="1=2"'])
  expect(form.dropCookie(form.dropCookie(REQUEST, 0), 0).headers.map(([name]) => name)).toEqual(['Host', 'Accept'])
  const header = form.setHeader(REQUEST, 1, { name: 'Accept', value: '*/*' })
  expect(header.headers).toEqual([REQUEST.headers[0], REQUEST.headers[1], ['Accept', '*/*']])
})

it('is the same as raw text, and says which line is wrong', () => {
  const body = { encoding: 'utf8' as const, text: 'a=1\n\nb' }
  for (const request of [REQUEST, { ...REQUEST, method: 'POST', body }])
    expect(form.fromRaw(form.toRaw(request), 'utf8')).toEqual({ ok: true, request })
  expect(form.fromRaw('GET\nA: b', 'utf8')).toMatchObject({ ok: false, line: 1 })
  expect(form.fromRaw('GET / HTTP/1.1\nno colon', 'utf8')).toMatchObject({ ok: false, line: 2 })
})

it('says what keeps it from being sent', () => {
  expect([...form.problemsOf(REQUEST).keys()]).toEqual([])
  const broken: Outgoing = {
    method: 'G ET',
    url: 'http://elsewhere/',
    headers: [
      ['', 'x'],
      ['a', 'b\nc'],
      ['cookie', '=1'],
    ],
    body: { encoding: 'base64', text: '!' },
  }
  expect([...form.problemsOf(broken).keys()]).toEqual(['method', 'url', 'header 0', 'header 1', 'cookie 0', 'body'])
})

it('tells two requests apart in words', () => {
  expect(form.changesOf(REQUEST, REQUEST)).toEqual([])
  const other = { ...REQUEST, method: 'POST', headers: [['accept', '*/*']] as const }
  expect(form.changesOf(REQUEST, other)).toEqual(['POST', 'no host', 'no cookie', 'other accept'])
})

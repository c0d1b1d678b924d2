import { describe, expect, it } from 'vitest'
import { aCall } from '../../shared/an-exchange.ts'
import { epochMs } from '../../shared/units.ts'
import { exchangeOf, FIREFOX, type Step } from './browse-story.ts'
import { inContext, learn, newContext } from './context.ts'

/** Plays requests one after the other, as they begin and as they end; gives what stands on each in the end: `<navigation> <reason>`. */
function browse(steps: readonly Step[], onlyFinished = false): Record<string, string> {
  const context = newContext()
  const seen: Record<string, string> = {}
  let at = 0
  for (const step of steps) {
    at = step.at ?? at + 100
    const whole = exchangeOf(step, at)
    const begun = { ...whole, state: 'running', durationMs: null, response: null, wire: null } as const
    for (const exchange of onlyFinished ? [whole] : [begun, whole]) {
      const { navigation, reason } = inContext(context, exchange)
      seen[step.id] = `${navigation} ${reason?.name ?? '–'}`
    }
  }
  return seen
}
const redirect = (to: string): Partial<Step> => ({ status: 307, sends: [['Location', to]] })

describe.each([false, true])('a navigation (told when finished only: %s)', onlyFinished => {
  const run = (steps: readonly Step[]) => browse(steps, onlyFinished)

  it('is the document and what it asks for', () => {
    expect(
      run([
        { id: 'doc', what: 'navigate', url: '/' },
        { id: 'js', what: 'script', url: '/_next/static/chunks/main.js', from: '/' },
        { id: 'css', what: 'style', url: '/_next/static/css/a.css', from: '/' },
        { id: 'font', what: 'fetch', url: '/_next/static/media/a.woff2', from: '/_next/static/css/a.css' },
        { id: 'api', what: 'fetch', url: '/api/x', from: '/' },
        { id: 'ahead', what: 'prefetch', url: '/_next/data/b/s.json', from: '/' },
        { id: 'icon', what: 'image', url: '/favicon.ico', from: '/' },
        { id: 'frame', what: 'iframe', url: '/p/8', from: '/' },
        { id: 'inner', what: 'fetch', url: '/api/y', from: '/p/8' },
      ]),
    ).toEqual({
      doc: 'doc document',
      js: 'doc –',
      css: 'doc –',
      font: 'doc fetch',
      api: 'doc fetch',
      ahead: 'doc prefetch',
      icon: 'doc favicon',
      frame: 'doc document',
      inner: 'doc fetch',
    })
  })

  it('begins anew with each client transition, whose page asks by its own address', () => {
    expect(
      run([
        { id: 'doc', what: 'navigate', url: '/' },
        { id: 'to', what: 'transition', url: '/_next/data/b/p/1.json?id=1&tab=a', from: '/' },
        { id: 'api', what: 'fetch', url: '/api/x', from: '/p/1?tab=a' },
      ]),
    ).toEqual({ doc: 'doc document', to: 'to client-transition', api: 'to fetch' })
  })

  it('has the redirects that led to it', () => {
    expect(
      run([
        { id: 'old', what: 'navigate', url: '/old', ...redirect('/older?x=1') },
        { id: 'older', what: 'navigate', url: '/older?x=1', ...redirect('http://localhost:4000/p/1') },
        { id: 'new', what: 'navigate', url: '/p/1' },
        { id: 'js', what: 'script', url: '/a.js', from: '/p/1' },
        { id: 'by-hand', what: 'navigate', url: '/p/1' },
      ]),
    ).toEqual({
      old: 'old document',
      older: 'old document',
      new: 'old document',
      js: 'old –',
      'by-hand': 'by-hand document',
    })
    expect(
      run([
        { id: 'off', what: 'navigate', url: '/off', ...redirect('http://elsewhere/p/1') },
        { id: 'doc', what: 'navigate', url: '/p/1' },
      ]),
    ).toMatchObject({ doc: 'doc document' })
  })

  it('goes on behind a form, whose answer is asked for with the headers of a reload', () => {
    expect(
      run([
        { id: 'cart', what: 'navigate', url: '/p/1' },
        {
          id: 'post',
          what: 'form',
          method: 'POST',
          url: '/api/cart',
          from: '/p/1',
          status: 303,
          sends: [['location', '/p/2']],
        },
        { id: 'after', what: 'reload', url: '/p/2', from: '/p/1' },
        { id: 'again', what: 'reload', url: '/p/2', from: '/p/1' },
      ]),
    ).toEqual({ cart: 'cart document', post: 'post form', after: 'post document', again: 'again reload' })
  })

  it('keeps two tabs apart, also on their way through redirects', () => {
    expect(
      run([
        { id: 'a', what: 'navigate', url: '/p/1' },
        { id: 'b', what: 'navigate', url: '/p/2' },
        { id: 'b-js', what: 'script', url: '/x.js', from: '/p/2' },
        { id: 'a-js', what: 'script', url: '/x.js', from: '/p/1' },
        { id: 'a-old', what: 'navigate', url: '/old', from: '/p/1', ...redirect('/p/3') },
        { id: 'b-to', what: 'navigate', url: '/p/3', from: '/p/2' },
        { id: 'a-to', what: 'navigate', url: '/p/3', from: '/p/1' },
      ]),
    ).toMatchObject({
      'a-js': 'a –',
      'b-js': 'b –',
      'a-old': 'a-old document',
      'b-to': 'b-to document',
      'a-to': 'a-old document',
    })
  })

  it('keeps two browsers apart, and two profiles of one by what they send', () => {
    const firefox = { 'User-Agent': FIREFOX }
    expect(
      run([
        { id: 'c', what: 'navigate', url: '/', connection: 1, headers: { Cookie: 'me=a' } },
        { id: 'f', what: 'navigate', url: '/', headers: firefox },
        { id: 'c2', what: 'navigate', url: '/', connection: 2, headers: { Cookie: 'me=b' } },
        { id: 'c-js', what: 'script', url: '/x.js', from: '/', connection: 1, headers: { Cookie: 'me=a; more=1' } },
        { id: 'f-js', what: 'script', url: '/x.js', from: '/', headers: firefox },
        { id: 'c2-js', what: 'script', url: '/x.js', from: '/', connection: 2 },
        { id: 'c-img', what: 'image', url: '/x.png', from: '/', connection: 1 },
      ]),
    ).toMatchObject({ 'c-js': 'c –', 'f-js': 'f –', 'c2-js': 'c2 –', 'c-img': 'c –' })
  })

  it('is the newest of a page that one browser loads again and again, over whichever of its connections', () => {
    expect(
      run([
        { id: 'one', what: 'navigate', url: '/', connection: 1 },
        { id: 'one-js', what: 'script', url: '/x.js', from: '/', connection: 2 },
        { id: 'two', what: 'reload', url: '/', connection: 1 },
        { id: 'two-js', what: 'script', url: '/x.js', from: '/', connection: 2 },
        { id: 'three', what: 'navigate', url: '/', connection: 2 },
        { id: 'three-js', what: 'script', url: '/x.js', from: '/', connection: 3 },
      ]),
    ).toMatchObject({ 'one-js': 'one –', 'two-js': 'two –', 'three-js': 'three –' })
  })

  it('is none of what names no page, or another site’s, or comes too late, or is a socket or a tool', () => {
    expect(
      run([
        { id: 'doc', what: 'navigate', url: '/' },
        { id: 'hmr', what: 'socket', url: '/_next/webpack-hmr' },
        { id: 'mute', what: 'fetch', url: '/api/x' },
        { id: 'foreign', what: 'fetch', url: '/api/x', headers: { Referer: 'http://elsewhere/' } },
        { id: 'unknown', what: 'fetch', url: '/api/x', from: '/never/seen' },
        { id: 'curl', what: 'bare', url: '/', headers: { 'User-Agent': 'curl/8.5.0' } },
        { id: 'soon', what: 'fetch', url: '/api/x', from: '/', at: 14_000 },
        { id: 'late', what: 'fetch', url: '/api/x', from: '/', at: 60_000 },
      ]),
    ).toMatchObject({
      hmr: 'null –',
      mute: 'null fetch',
      foreign: 'null fetch',
      unknown: 'null fetch',
      curl: 'null tool',
      soon: 'doc fetch',
      late: 'null fetch',
    })
  })

  it('has the document that a stale tab loads after its data request failed', () => {
    expect(
      run([
        { id: 'doc', what: 'navigate', url: '/' },
        { id: 'stale', what: 'transition', url: '/_next/data/old/p/1.json?id=1', from: '/', status: 404 },
        { id: 'hard', what: 'navigate', url: '/p/1', from: '/' },
      ]),
    ).toEqual({ doc: 'doc document', stale: 'stale client-transition', hard: 'stale document' })
  })
})

it('learns late that a document was redirected to, and what it asked for before keeps together', () => {
  const context = newContext()
  const old = exchangeOf({ id: 'old', what: 'navigate', url: '/old', status: 307, sends: [['location', '/p/1']] }, 0)
  const doc = exchangeOf({ id: 'doc', what: 'navigate', url: '/p/1', takes: null }, 100)
  inContext(context, { ...old, response: null, state: 'running' })
  expect(inContext(context, doc).navigation).toBe('doc')
  inContext(context, old)
  expect(inContext(context, doc).navigation).toBe('old')
})

it('waits for a slow document: what it asks for comes after it', () => {
  expect(
    browse([
      { id: 'doc', what: 'navigate', url: '/', at: 0, takes: 40_000 },
      { id: 'js', what: 'script', url: '/a.js', from: '/', at: 40_010 },
    ]),
  ).toMatchObject({ js: 'doc –' })
})

it('has the transition that a redirect by a call leads to, also where only the bytes say so', () => {
  for (const inside of [true, false]) {
    const context = newContext()
    const to = { destination: '/p/2', statusCode: 307, permanent: false, basePath: null }
    const more = {
      outcome: 'redirect',
      call: inside ? aCall({ redirect: to }) : null,
    } as const
    const step = { id: 'from', what: 'transition', url: '/_next/data/b/p/1.json', from: '/', more }
    const next = { page: null, buildId: null, fromCall: true, redirect: '/p/2', query: null, locale: null }
    const read = { request: 1, bodyBytes: 1, props: null, marks: null, nextError: null, next, ledger: null, gap: null }
    if (!inside) learn(context, { kind: 'wire-read', ...read })
    inContext(context, exchangeOf(step, 0))
    learn(context, { kind: 'tick', now: epochMs(0) })
    const then = exchangeOf({ id: 'to', what: 'transition', url: '/_next/data/b/p/2.json', from: '/' }, 100)
    expect(inContext(context, then)).toMatchObject({ navigation: 'from', reason: { name: 'client-transition' } })
  }
})

it('says what sent the browser to a page', () => {
  const context = newContext()
  const because = (step: Step, at: number) => inContext(context, exchangeOf(step, at)).reason?.because
  const old = { id: 'old', what: 'navigate', url: '/old', status: 308, sends: [['location', '/p/1']] } satisfies Step
  because(old, 0)
  expect(because({ id: 'doc', what: 'navigate', url: '/p/1' }, 100)).toBe(
    'The answer to GET /old sent the browser here (308, location).',
  )
  because({ id: 'stale', what: 'transition', url: '/_next/data/old/p/2.json', from: '/p/1', status: 404 }, 200)
  expect(because({ id: 'hard', what: 'navigate', url: '/p/2', from: '/p/1' }, 300)).toBe(
    'GET /_next/data/old/p/2.json was answered 404, so Next’s router loaded the page as a whole.',
  )
})

describe('what the requests before tell of the reason', () => {
  const doc = { id: 'doc', what: 'navigate', url: '/' }
  it('a reload past the cache, but not a link with the cache switched off', () => {
    const off = { 'Cache-Control': 'no-cache', Pragma: 'no-cache' }
    expect(
      browse([
        { ...doc, headers: off },
        { id: 'hard', what: 'hard-reload', url: '/' },
        { id: 'link', what: 'navigate', url: '/p/2', from: '/', headers: off },
        { id: 'link-back', what: 'navigate', url: '/', from: '/p/2', headers: off },
      ]),
    ).toMatchObject({
      doc: 'doc document',
      hard: 'hard reload',
      link: 'link document',
      'link-back': 'link-back document',
    })
  })

  it('a step through the history of client transitions, back and forward, and no refresh in place', () => {
    expect(
      browse([
        doc,
        { id: 'refresh', what: 'transition', url: '/_next/data/b/index.json', from: '/' },
        { id: 'one', what: 'transition', url: '/_next/data/b/p/1.json?id=1', from: '/' },
        { id: 'two', what: 'transition', url: '/_next/data/b/p/2.json?id=2&sort=up', from: '/p/1' },
        { id: 'back', what: 'transition', url: '/_next/data/b/p/1.json?id=1', from: '/p/1' },
        { id: 'back2', what: 'transition', url: '/_next/data/b/index.json', from: '/' },
        { id: 'forward', what: 'transition', url: '/_next/data/b/p/1.json?id=1', from: '/p/1' },
        { id: 'refresh2', what: 'transition', url: '/_next/data/b/p/1.json?id=1', from: '/p/1' },
      ]),
    ).toEqual({
      doc: 'doc document',
      refresh: 'refresh client-transition',
      one: 'one client-transition',
      two: 'two client-transition',
      back: 'back back-forward',
      back2: 'back2 back-forward',
      forward: 'forward back-forward',
      refresh2: 'refresh2 client-transition',
    })
  })

  it('no step where another tab may show the page still', () => {
    expect(
      browse([
        doc,
        { id: 'other-tab', what: 'navigate', url: '/' },
        { id: 'one', what: 'transition', url: '/_next/data/b/p/1.json', from: '/' },
        { id: 'again', what: 'transition', url: '/_next/data/b/index.json', from: '/' },
      ]),
    ).toMatchObject({ again: 'again client-transition' })
  })

  it('a way back to a page that was opened by hand, where pages name themselves', () => {
    const asks = { id: 'js', what: 'script', url: '/a.js', from: '/' }
    const rest = [
      { id: 'link', what: 'navigate', url: '/p/2', from: '/' },
      { id: 'back', what: 'back', url: '/' },
    ]
    expect(browse([doc, asks, ...rest])).toMatchObject({ link: 'link document', back: 'back back-forward' })
    // Referrer-Policy: no-referrer, or a page that nothing is known of.
    expect(browse([doc, ...rest])).toMatchObject({ back: 'back document' })
    expect(browse([{ id: 'back', what: 'back', url: '/' }])).toMatchObject({ back: 'back document' })
  })
})

describe('another build', () => {
  const data = (build: string, more: Partial<Step> = {}) =>
    exchangeOf(
      { id: 'x', what: 'transition', url: `/_next/data/${build}/p/1.json`, from: '/', status: 404, ...more },
      0,
    )
  const read = (buildId: string) =>
    ({
      kind: 'wire-read',
      request: 1,
      bodyBytes: 1,
      props: null,
      marks: null,
      nextError: null,
      next: { page: '/404', buildId, fromCall: false, redirect: null, query: null, locale: null },
      ledger: null,
      gap: null,
    }) as const

  it('is told by what the server’s own pages name', () => {
    const context = newContext()
    expect(inContext(context, data('old')).skew).toBeNull()
    learn(context, read('new'))
    expect(inContext(context, data('old')).skew).toEqual({ asked: 'old', serves: 'new' })
    expect(inContext(context, data('new')).skew).toBeNull()
    expect(inContext(context, exchangeOf({ id: 'd', what: 'navigate', url: '/' }, 0)).skew).toBeNull()
    learn(context, read('newer'))
    expect(inContext(context, data('new')).skew).toEqual({ asked: 'new', serves: 'newer' })
  })

  it('is forgotten with the process, and known of a dev server', () => {
    const context = newContext()
    learn(context, read('new'))
    const server = { origin: '', next: '16.4.6', pid: 1 }
    const opened = (mode: 'dev' | 'start') =>
      ({
        kind: 'agent-opened',
        server: { ...server, mode },
        folder: null,
        clock: { epochMs: 0, monotonicMs: 0 },
      }) as never
    learn(context, opened('start'))
    expect(inContext(context, data('old')).skew).toBeNull()
    learn(context, opened('dev'))
    expect(inContext(context, data('old')).skew).toEqual({ asked: 'old', serves: 'development' })
  })

  it('is told by the deployment that both sides name, where the build is one', () => {
    const both = { headers: { 'x-deployment-id': 'a' }, status: 200 }
    const answered = (id: string) => data('b', { ...both, sends: [['x-nextjs-deployment-id', id]] })
    expect(inContext(newContext(), answered('b')).skew).toEqual({ asked: 'a', serves: 'b' })
    expect(inContext(newContext(), answered('a')).skew).toBeNull()
  })
})

it('costs every request the same, in a session of 100,000', () => {
  const context = newContext()
  const half = (from: number) => {
    const began = performance.now()
    for (let count = from; count < from + 50_000; count += 1) {
      const url = `/p/${Math.floor(count / 10) % 7000}`
      const step =
        count % 10 === 0 ? { what: 'navigate', url } : { what: 'script', url: `/a${count % 10}.js`, from: url }
      inContext(context, exchangeOf({ id: String(count), ...step }, count * 20))
    }
    return performance.now() - began
  }
  const [first, second] = [half(0), half(50_000)]
  expect(second).toBeLessThan(first * 2 + 200)
  const { decisions, pages, sent, history } = context.navigations
  expect(Math.max(decisions.size, pages.size, sent.size, history.visits.size)).toBeLessThanOrEqual(5000)
  expect((first + second) / 100_000).toBeLessThan(0.2)
})

import type { Exchange } from '../shared/exchange.ts'
import { byMark, sendMarked, stopWith } from './harness/marked.ts'
import type { HeaderPairs } from './harness/raw-client.ts'
import { expect, test } from './harness/test.ts'

/** Upstream calls, reads and findings of real pages, as `record` prints them. */
const SHOP = { name: 'shop', mode: 'start' } as const
const COOKIES: HeaderPairs = [['Cookie', 'session=demo-session-nora; cart=4.1; theme=dark']]

const rules = (exchange: Exchange | undefined) => exchange?.findings.map(({ rule }) => rule)

test('each rule speaks of its case in the shop, and of nothing else there', async ({ target, record }) => {
  const { origin } = await target(SHOP)
  const recording = await record(origin, '--props')
  const cases: Readonly<Record<string, readonly string[]>> = {
    '/cases/slow': ['slow-call'],
    '/cases/sequential': ['serial-calls'],
    '/cases/own-api': ['own-api-route'],
    '/cases/huge': ['large-props'],
    '/cases/large': [],
    '/cases/lost': ['lost-values'],
    '/cases/secret': ['secret-in-props', 'secret-in-props'],
    '/cases/cached-cookie': ['cache-leak'],
    '/cases/cached': [],
    '/cases/swallowed': ['error-swallowed'],
    '/cases/members': ['cookies-not-forwarded'],
    '/cases/members?forward=1': [],
    '/cases/moved': ['unused-redirect-body'],
  }
  for (const path of Object.keys(cases)) await sendMarked(origin, path, path, { headers: COOKIES })
  // What a session of the same requests tells.
  for (let times = 1; times <= 5; times += 1) {
    await sendMarked(origin, '/cases/imprint', `imprint ${times}`)
    await sendMarked(origin, '/cases/delivery?to=NO', `delivery ${times}`)
  }
  const sessions = [4, 5].flatMap(times => [`imprint ${times}`, `delivery ${times}`])
  const others = [1, 2, 3].flatMap(times => [`imprint ${times}`, `delivery ${times}`])
  const found = await stopWith(recording, [...Object.keys(cases), ...others, ...sessions])
  expect(Object.fromEntries(Object.keys(cases).map(path => [path, rules(found.get(path))]))).toEqual(cases)
  expect(sessions.map(mark => rules(found.get(mark)))).toEqual([[], [], ['could-be-static'], ['no-store-by-default']])

  const secrets = found.get('/cases/secret')?.secrets
  expect(secrets).toEqual([
    { path: 'payment.secretKey', source: 'env', name: 'STRIPE_SECRET' },
    { path: 'session.token', source: 'shape', name: 'a JWT' },
  ])
  const own = found.get('/cases/own-api')?.call?.calls
  expect(own).toMatchObject([{ via: 'fetch', method: 'GET', status: 200, url: `${origin}/api/item?id=7` }])
  expect(own?.[0]?.exchange).toMatch(/^[0-9A-Z]{26}$/)
  const sequential = found.get('/cases/sequential')?.call
  expect(sequential?.calls?.map(({ url }) => new URL(url).pathname)).toEqual([
    '/products/13',
    '/products/13/reviews',
    '/products/13/stock',
    '/rates',
  ])
  expect(sequential?.waitingMs).toBeGreaterThan((sequential?.durationMs ?? 0) / 2)
  expect(sequential?.calls?.[0]?.frames.some(({ own: isOwn }) => isOwn)).toBe(true)
  expect(found.get('/cases/members?forward=1')?.call?.calls?.[0]?.forwarded).toEqual({
    cookies: ['session', 'cart', 'theme'],
    otherCookies: [],
    authorization: 'none',
  })
})

test('the plain pages of the shop raise no alarm, however they are asked for', async ({ target, record, page }) => {
  const { origin } = await target(SHOP)
  const recording = await record(origin)
  const plain = ['/', '/products', '/products?category=lamps', '/search?q=lamp', '/cart', '/account', '/old-sale']
  for (const path of plain) {
    await sendMarked(origin, path, `without ${path}`)
    await sendMarked(origin, path, `with ${path}`, { headers: COOKIES })
  }
  // A browser's visit: documents, then Next's own router.
  await page.goto(origin)
  await page.getByRole('link', { name: 'See the lamps' }).click()
  await page.waitForURL('**/products?category=lamps')
  await page.goto(`${origin}/cart`)
  const asked = ({ request }: Exchange) => request.page !== null
  await recording.untilExchanges(plain.length * 2 + 3, asked)
  const exchanges = await recording.stop()
  expect(exchanges.flatMap(({ request, findings }) => findings.map(one => `${request.url}: ${one.message}`))).toEqual(
    [],
  )
  const marks = byMark(exchanges)
  const [account] = marks.get('with /account') ?? []
  // Each asks for what the one before named: no advice to run them together.
  expect(account?.call?.calls).toHaveLength(3)
  expect(account?.call?.reads).toEqual(['cookies.session', 'cookies.cart'])
})

test('a page that asks for itself again is told of', async ({ target, record, page }) => {
  const { origin } = await target(SHOP)
  const recording = await record(origin)
  await page.goto(`${origin}/cases/twice`)
  const twice = ({ request }: Exchange) => request.page === '/cases/twice'
  await recording.untilExchanges(2, twice)
  const [, second] = (await recording.stop()).filter(twice)
  expect(rules(second)).toEqual(['ran-twice'])
})

for (const choice of [
  { name: 'next15', mode: 'dev', bundler: 'webpack' },
  { name: 'next16', mode: 'start', bundler: 'webpack' },
] as const) {
  test(`${choice.name} ${choice.mode}: what the call asked of others and looked at`, async ({ target, record }) => {
    const { origin } = await target(choice)
    // The module that renders pages is there from the first page on.
    await sendMarked(origin, '/calls', 'before')
    const recording = await record(origin, '--props')
    await sendMarked(origin, '/calls', 'calls')
    const headers: HeaderPairs = [
      ['Cookie', 'theme=dark; other=1'],
      ['User-Agent', 'explain'],
    ]
    await sendMarked(origin, '/headers/reads?q=a&unread=b', 'reads', { headers })
    await sendMarked(origin, '/late', 'in time')
    await sendMarked(origin, '/late?ms=0', 'late')
    const found = await stopWith(recording, ['calls', 'reads', 'in time', 'late'])
    const calls = found.get('calls')?.call?.calls ?? []
    expect(calls.map(({ via, method, status, url, error }) => [via, method, status, url, error])).toEqual([
      ['fetch', 'GET', 200, `${origin}/api/hello?from=a`, null],
      ['fetch', 'GET', 200, `${origin}/api/hello?from=b`, null],
      ['http', 'POST', 200, `${origin}/api/hello?from=c`, null],
      ['fetch', 'GET', null, 'http://127.0.0.1:2/nobody', expect.stringContaining('ECONNREFUSED')],
    ])
    expect(calls.map(({ exchange }) => exchange !== null)).toEqual([true, true, true, false])
    expect(new Set(calls.flatMap(({ exchange }) => exchange ?? [])).size).toBe(3)
    const late = (mark: string) => found.get(mark)?.call?.mistakes.map(({ kind, message }) => [kind, message])
    expect(late('in time')).toEqual([])
    expect(late('late')).toEqual([
      ['res-after-answer', expect.stringMatching(/^It called `res.setHeader` \d+ ms after/)],
    ])
    const reads = found.get('reads')
    expect(reads?.call?.reads).toEqual(['cookies.theme', 'headers.user-agent', 'query.q'])
    expect(reads?.call?.readsUnseen).toEqual(['method', 'url'])
    expect(reads?.props?.value).toEqual({ theme: 'dark', agent: 'explain', q: 'a' })
  })
}

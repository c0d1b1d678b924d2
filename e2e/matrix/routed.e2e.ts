import { byMark, sendMarked } from '../harness/marked.ts'
import { buildIdIn, propsOf } from '../harness/page-truth.ts'
import { START_MS, startTarget, type TargetChoice } from '../harness/target.ts'
import { expect, test } from '../harness/test.ts'
import { isFull } from './rows.ts'

/**
 * All that Next's configuration does to an address: base path, locales, trailing slashes, rewrites of three kinds, middleware, getInitialProps in _app, src/pages, next one
 * folder up. Each page's props are what Next gave to its call, so every answer says itself what is true of its request.
 */
interface Choice extends Pick<TargetChoice, 'name' | 'mode'> {
  readonly with: string
  readonly ci: boolean
}
const ALL = 'base,i18n,slash'
const CHOICES: readonly Choice[] = [
  { name: 'next12', mode: 'start', with: ALL, ci: false },
  { name: 'next13', mode: 'start', with: ALL, ci: false },
  { name: 'next14', mode: 'dev', with: ALL, ci: false },
  { name: 'next15.1', mode: 'start', with: ALL, ci: false },
  { name: 'next15', mode: 'start', with: 'i18n', ci: false },
  { name: 'next16', mode: 'dev', with: 'base', ci: false },
  { name: 'next16', mode: 'start', with: ALL, ci: true },
]

const DOCUMENTS = [
  ['/', '/'],
  ['/item/7', '/item/[id]'],
  ['/item/a%20b?q=1&q=2', '/item/[id]'],
  ['/docs/a/b%2Fc', '/docs/[...slug]'],
  ['/before/8?a=1', '/item/[id]'],
  ['/after/a/b', '/docs/[...slug]'],
  ['/fallback/x', '/item/[id]'],
  ['/mid/9', '/item/[id]'],
] as const
/** Of the other locale. */
const LOCALISED = DOCUMENTS.filter(([path]) => /^\/(item|docs|before|after)/.test(path))
const DATA = [
  ['/item/7', '?id=7', '/item/[id]'],
  ['/docs/a/b', '?slug=a&slug=b', '/docs/[...slug]'],
  // As the router asks where a middleware rewrites: Next tells it by a header to where.
  ['/mid/9', '', '/item/[id]'],
] as const

for (const choice of CHOICES.filter(({ ci }) => ci || isFull))
  test(`${choice.name} ${choice.mode} routed with ${choice.with}: the record says what Next gave to each call`, async ({
    record,
  }) => {
    test.setTimeout(START_MS + 120_000)
    const target = await startTarget({ ...choice, app: 'routed' })
    try {
      const on = (word: string) => choice.with.split(',').includes(word)
      const base = on('base') ? '/base' : ''
      // Without trailing slashes Next redirects `/base/`.
      const page = (path: string) =>
        on('slash') ? path.replace(/(?<!\/)(?=\?|$)/, '/') : base !== '' && path === '/' ? '' : path
      const recording = await record(target.origin, '--props')
      const build = buildIdIn((await sendMarked(target.origin, base + page('/item/0'), 'build')).body.toString())
      const locales = on('i18n') ? ['/en', '/de'] : ['']
      const asked = [
        ...DOCUMENTS.map(([path, route]) => ({ url: base + page(path), route, kind: 'document' })),
        ...(on('i18n') ? LOCALISED : []).map(([path, route]) => ({
          url: `${base}/de${page(path)}`,
          route,
          kind: 'document',
        })),
        ...locales.flatMap(locale =>
          DATA.filter(([path]) => locale !== '/de' || path !== '/mid/9').map(([path, query, route]) => ({
            url: `${base}/_next/data/${build}${locale}${path}.json${query}`,
            route,
            kind: 'data',
          })),
        ),
      ]
      const answers = []
      for (const [index, { url, kind }] of asked.entries())
        answers.push(
          await sendMarked(
            target.origin,
            url,
            `r${index}`,
            kind === 'data' ? { headers: [['x-nextjs-data', '1']] } : {},
          ),
        )
      await recording.untilExchanges(asked.length + 1)
      const found = byMark(await recording.stop())
      for (const [index, { url, route, kind }] of asked.entries()) {
        const given = propsOf(answers[index]?.body.toString() ?? '').props
        const exchanges = found.get(`r${index}`) ?? []
        expect.soft(answers[index]?.status, url).toBe(200)
        expect.soft(exchanges.length, url).toBe(1)
        const [exchange] = exchanges
        if (!exchange) continue
        const { request, outcome, props, gaps } = exchange
        const params = { ...(given?.['params'] as object | null) }
        expect.soft({ kind: exchange.kind, page: request.page, outcome, gaps }, url).toEqual({
          kind,
          page: route,
          outcome: 'props',
          gaps: [],
        })
        expect.soft({ ...request.params }, url).toEqual(params)
        expect.soft(request.locale, url).toBe(given?.['locale'] ?? null)
        expect.soft(request.buildId, url).toBe(kind === 'data' ? build : null)
        expect.soft(props?.value, url).toEqual(given)
      }
    } finally {
      await target.end()
    }
  })

for (const { name, mode, ci } of [
  { name: 'next13', mode: 'start', ci: false },
  { name: 'next14', mode: 'start', ci: false },
  { name: 'next15', mode: 'dev', ci: false },
  { name: 'next16', mode: 'start', ci: true },
] as const)
  if (ci || isFull)
    test(`${name} ${mode} with both routers: the Pages Router's requests, and none of the App Router's`, async ({
      record,
    }) => {
      test.setTimeout(START_MS + 120_000)
      const target = await startTarget({ name, mode, app: 'both' })
      try {
        const recording = await record(target.origin, '--props')
        const ask = async (url: string, mark: string) => (await sendMarked(target.origin, url, mark)).body.toString()
        expect(await ask('/routed/1', 'app')).toContain('route handler')
        expect(JSON.parse(await ask('/api/own', 'handler'))).toEqual({ own: 'route handler' })
        await sendMarked(target.origin, '/routed/2', 'rsc', { headers: [['RSC', '1']] })
        await ask('/old', 'old')
        await ask('/mixed/3', 'mixed')
        await recording.untilExchanges(2)
        const found = byMark(await recording.stop())
        expect([...found.keys()].sort()).toEqual(['mixed', 'old'])
        expect(found.get('old')?.map(({ props }) => props?.value)).toEqual([{ router: 'pages' }])
        expect(found.get('mixed')?.map(({ props }) => props?.value)).toEqual([{ id: '3', own: 'route handler' }])
      } finally {
        await target.end()
      }
    })

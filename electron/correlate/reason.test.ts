import { describe, expect, it } from 'vitest'
import { exchangeOf, FIREFOX, headersOf, type Step } from './browse-story.ts'
import { reasonOf } from './reason.ts'
import { senderOf } from './user-agents.ts'

const reason = (step: Omit<Step, 'id'>) => reasonOf(exchangeOf({ id: 'x', ...step }, 0))
const bare = (url: string, headers: Record<string, string>) => reason({ what: 'bare', url, headers })

describe('why a request was made', () => {
  it.each<[string, Omit<Step, 'id'>, string | null, RegExp]>([
    ['an address', { what: 'navigate', url: '/' }, 'document', /sec-fetch-site: none, sec-fetch-mode: navigate/],
    [
      'a link',
      { what: 'navigate', url: '/p/1', from: '/' },
      'document',
      /referer: http:\/\/localhost:4000\/, sec-fetch-site: same-origin/,
    ],
    ['a frame', { what: 'iframe', url: '/p/1', from: '/' }, 'document', /sec-fetch-dest: iframe/],
    ['a reload', { what: 'reload', url: '/' }, 'reload', /cache-control: max-age=0, sec-fetch-mode: navigate/],
    [
      'a form',
      { what: 'form', url: '/p/1', method: 'POST', from: '/' },
      'form',
      /POST, content-type: application\/x-www-form-urlencoded/,
    ],
    [
      'a transition',
      { what: 'transition', url: '/_next/data/b/p/1.json?id=1', from: '/' },
      'client-transition',
      /x-nextjs-data: 1/,
    ],
    ['a prefetch', { what: 'prefetch', url: '/_next/data/b/s.json', from: '/' }, 'prefetch', /purpose: prefetch/],
    [
      'a prerender',
      { what: 'navigate', url: '/p/1', headers: { 'Sec-Purpose': 'prefetch;prerender' } },
      'prefetch',
      /sec-purpose: prefetch;prerender/,
    ],
    ['fetch()', { what: 'fetch', url: '/api/x', from: '/' }, 'fetch', /sec-fetch-mode: cors, sec-fetch-dest: empty/],
    ['fetch() of a page', { what: 'fetch', url: '/p/9', from: '/' }, 'fetch', /sec-fetch-dest: empty/],
    ['a script', { what: 'script', url: '/_next/static/chunks/a.js', from: '/' }, null, /./],
    ['a socket', { what: 'socket', url: '/_next/webpack-hmr' }, null, /./],
    [
      'an icon',
      { what: 'image', url: '/favicon.ico', from: '/' },
      'favicon',
      /ask for \/favicon\.ico by themselves \(sec-fetch-dest: image\)\.$/,
    ],
    [
      'the tools of the browser',
      { what: 'fetch', url: '/.well-known/appspecific/com.chrome.devtools.json' },
      null,
      /./,
    ],
    ['a replay', { what: 'navigate', url: '/', more: { replayOf: 'y' } }, 'replay', /captured request/],
  ])('%s', (_, step, name, because) => {
    const found = reason(step)
    expect(found?.name ?? null).toBe(name)
    if (found) expect(found.because).toMatch(because)
  })

  it('names the page that caught an icon', () => {
    const page = {
      method: 'GET',
      url: '/favicon.ico',
      headers: headersOf('image', '/'),
      page: '/[slug]',
      params: null,
      query: {},
      buildId: null,
      locale: null,
      body: null,
    }
    const caught = reason({ what: 'image', url: '/favicon.ico', more: { request: page } })
    expect(caught).toMatchObject({ name: 'favicon', because: expect.stringContaining('the page /[slug] caught it') })
    expect(reason({ what: 'image', url: '/a/apple-touch-icon-120x120-precomposed.png', from: '/' })?.name).toBe(
      'favicon',
    )
    expect(reason({ what: 'image', url: '/pictures/icon.png', from: '/' })).toBeNull()
  })

  it('does without sec-fetch headers, which plain HTTP to another machine has not', () => {
    const firefox = { 'User-Agent': FIREFOX }
    const html = { ...firefox, Accept: 'text/html,application/xhtml+xml,*/*;q=0.8' }
    expect(bare('/', html)).toMatchObject({ name: 'document', because: expect.stringContaining('accept: text/html') })
    expect(bare('/', { ...html, 'Cache-Control': 'max-age=0' })?.name).toBe('reload')
    expect(bare('/api/x', { ...firefox, Accept: '*/*' })?.name).toBe('fetch')
    expect(bare('/a.js', { ...firefox, Accept: '*/*' })).toBeNull()
    expect(bare('/p/1', { ...firefox, Accept: '*/*', 'X-Requested-With': 'XMLHttpRequest' })?.name).toBe('fetch')
    expect(bare('/_next/data/b/p/1.json', { ...firefox, Accept: '*/*' })).toBeNull()
    expect(reasonOf(exchangeOf({ id: 'x', what: 'bare', url: '/', headers: { 'User-Agent': '' } }, 0))).toBeNull()
  })

  it('says who sent it before what it asked for', () => {
    expect(bare('/', { 'User-Agent': 'curl/8.5.0', Accept: '*/*' })).toEqual({
      name: 'tool',
      because: 'A program sent it, no browser: “curl” (user-agent: curl/8.5.0).',
    })
    expect(bare('/api/health', { 'User-Agent': 'curl/8.5.0' })).toMatchObject({
      name: 'health-check',
      because: expect.stringContaining('The path ends in “health”'),
    })
    expect(reason({ what: 'fetch', url: '/api/health', from: '/' })?.name).toBe('fetch')
    const google = 'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)'
    expect(reason({ what: 'navigate', url: '/', headers: { 'User-Agent': google } })).toMatchObject({
      name: 'bot',
      because: expect.stringContaining('Googlebot'),
    })
  })
})

describe('who sent it', () => {
  it.each([
    [
      'tool',
      'curl/8.5.0',
      'Wget/1.21.4',
      'PostmanRuntime/7.39.0',
      'node',
      'undici',
      'axios/1.7.2',
      'got (https://github.com/sindresorhus/got)',
      'python-requests/2.32.3',
      'Go-http-client/1.1',
      'HTTPie/3.2.2',
      'insomnia/9.3.2',
      'Mozilla/5.0 (Windows NT 10.0; Microsoft Windows 10.0.22631; en-US) PowerShell/7.4.3',
      'node-fetch/1.0 (+https://github.com/bitinn/node-fetch)',
      'k6/0.52.0 (https://k6.io/)',
      'our-importer 3',
    ],
    [
      'health-check',
      'kube-probe/1.29',
      'ELB-HealthChecker/2.0',
      'GoogleHC/1.0',
      'Consul Health Check',
      'Mozilla/5.0+(compatible; UptimeRobot/2.0; http://www.uptimerobot.com/)',
      'RailwayHealthCheck/1.0',
    ],
    [
      'bot',
      'Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)',
      'facebookexternalhit/1.1',
      'Twitterbot/1.0',
      'GPTBot/1.2',
      'Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)',
    ],
    [
      'browser',
      FIREFOX,
      'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/140.0.0.0 Safari/537.36',
      'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1',
    ],
    ['unknown', ''],
  ])('%s', (kind, ...userAgents) => {
    for (const text of userAgents) expect([text, senderOf(text).kind]).toEqual([text, kind])
    expect(senderOf(null).kind).toBe('unknown')
  })
})

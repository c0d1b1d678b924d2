import type { Outgoing } from '../../shared/replay.ts'
import { headerOf } from '../../shared/replay-request.ts'
import type { CopyContext } from './copy-as.ts'
import { quoteBash } from './curl.ts'

/** What an HTTP client must set itself, or refuses to have set. */
const BY_CLIENT = new Set([
  'host',
  'connection',
  'content-length',
  'transfer-encoding',
  'keep-alive',
  'expect',
  'te',
  'upgrade',
  'trailer',
])

const text = (value: string) =>
  JSON.stringify(value).replace(/[\u007f-\uffff]/g, char => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`)
const plain = (value: string) => JSON.stringify(value).replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029')

/** One value a name, as most clients take them. */
function joined(headers: Outgoing['headers']): [string, string][] {
  const found = new Map<string, [string, string]>()
  for (const [name, value] of headers) {
    const key = name.toLowerCase()
    if (BY_CLIENT.has(key)) continue
    const before = found.get(key)
    if (before) before[1] += `${key === 'cookie' ? '; ' : ', '}${value}`
    else found.set(key, [name, value])
  }
  return [...found.values()]
}

function bodyCode({ body }: Outgoing): string | null {
  if (!body) return null
  return body.encoding === 'base64' ? `Buffer.from(${plain(body.text)}, 'base64')` : plain(body.text)
}

/** For Node's fetch: a browser would set the cookies itself. */
export function fetchCode(origin: string, request: Outgoing): string {
  const headers = request.headers.filter(([name]) => !BY_CLIENT.has(name.toLowerCase()))
  const body = bodyCode(request)
  const lines = [
    `  method: ${plain(request.method)},`,
    '  headers: [',
    ...headers.map(([name, value]) => `    [${plain(name)}, ${text(value)}],`),
    '  ],',
    ...(body === null ? [] : [`  body: ${body},`]),
    `  redirect: 'manual',`,
  ]
  return `const response = await fetch(${text(origin + request.url)}, {\n${lines.join('\n')}\n})\nconsole.log(response.status, await response.text())`
}

/** What HTTPie adds where it is not given; without a value it does not, though its library then asks for `identity`. A User-Agent it always sends. */
const BY_HTTPIE = ['Accept', 'Accept-Encoding']

export function httpie(origin: string, request: Outgoing): string {
  const { method, headers, body } = request
  const items = joined(headers).map(([name, value]) =>
    value === '' ? `${name};` : `${name}:${value.replace(/^[=@]/, '\\$&')}`,
  )
  const without = BY_HTTPIE.filter(name => headerOf(headers, name) === null).map(name => `${name}:`)
  const raw = body && body.encoding === 'utf8' ? [`--raw ${quoteBash(body.text, 'utf8')}`] : []
  const before = body?.encoding === 'base64' ? `printf %s ${quoteBash(body.text, 'utf8')} | base64 -d | ` : ''
  const options = [...(before === '' ? ['--ignore-stdin'] : []), ...raw].join(' ')
  // It takes text and sends UTF-8: a byte that is none cannot be said to it.
  const words = [...items, ...without].map(item => quoteBash(item, 'utf8'))
  return [
    `${before}http ${options} ${method} ${quoteBash(origin + request.url, 'utf8')}`.replaceAll('  ', ' '),
    ...words,
  ].join(' \\\n  ')
}

export function playwrightTest(origin: string, request: Outgoing, { status, page }: CopyContext): string {
  const body = bodyCode(request)
  const lines = [
    `    method: ${plain(request.method)},`,
    '    headers: {',
    ...joined(request.headers).map(([name, value]) => `      ${plain(name)}: ${text(value)},`),
    '    },',
    ...(body === null ? [] : [`    data: ${body},`]),
    '    maxRedirects: 0,',
  ]
  return `import { expect, test } from '@playwright/test'

test(${plain(`${request.method} ${page ?? request.url}`)}, async ({ request }) => {
  const response = await request.fetch(${text(origin + request.url)}, {
${lines.join('\n')}
  })
  expect(response.status()).toBe(${status ?? 200})
})
`
}

/** Calls the page's getServerSideProps itself, without a server. */
export function nextTest(origin: string, request: Outgoing, { page, params, query, outcome }: CopyContext): string {
  const path = page ?? new URL(request.url, origin).pathname
  const file = `../pages${path === '/' ? '/index' : path}`
  const expected =
    outcome === 'redirect' || outcome === 'notFound'
      ? `  expect(result).toHaveProperty('${outcome}')`
      : `  expect(result).toHaveProperty('props')`
  const call = `getServerSideProps({
    req,
    res,
    params: ${JSON.stringify(params ?? {})},
    query: ${JSON.stringify({ ...query, ...params })},
    resolvedUrl: ${plain(request.url)},
  })`
  return `// npm install --save-dev node-mocks-http vitest
import { createRequest, createResponse } from 'node-mocks-http'
import { expect, test } from 'vitest'
import { getServerSideProps } from ${plain(file)}

test(${plain(`getServerSideProps of ${path}`)}, async () => {
  const req = createRequest({
    method: ${plain(request.method)},
    url: ${plain(request.url)},
    headers: {
${joined(request.headers)
  .map(([name, value]) => `      ${plain(name.toLowerCase())}: ${text(value)},`)
  .join('\n')}
    },
    cookies: ${JSON.stringify(cookiesOf(request))},
  })
  const res = createResponse()
${outcome === 'error' ? `  await expect(${call}).rejects.toThrow()` : `  const result = await ${call}\n${expected}`}
})
`
}

function cookiesOf({ headers }: Outgoing): Record<string, string> {
  const parts = (headerOf(headers, 'cookie') ?? '').split(/;\s*/).filter(part => part.includes('='))
  return Object.fromEntries(parts.map(part => [part.slice(0, part.indexOf('=')), part.slice(part.indexOf('=') + 1)]))
}

import { execFile, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Outgoing } from '../../shared/replay.ts'
import { fetchCode, httpie, playwrightTest } from './code.ts'
import { curlBash, curlConfig } from './curl.ts'
import { readCurl } from './read-curl.ts'
import { shellWords } from './shell-words.ts'

/** What is copied is run as a person would run it, against a server that tells byte for byte what it got. */
const run = promisify(execFile)
let server: Server
let origin: string

interface Got {
  readonly method: string
  readonly url: string
  readonly headers: readonly [string, string][]
  readonly body: string
}
const asked: Got[] = []
const ROOT = join(import.meta.dirname, '../..')
const HTTPIE = spawnSync('http', ['--version']).status === 0
if (!HTTPIE) console.log('Skipping the requests copied for HTTPie: there is no `http` here.')
beforeAll(async () => {
  mkdirSync(join(ROOT, 'out'), { recursive: true })
  server = createServer((request, response) => {
    const parts: Buffer[] = []
    request.on('data', part => parts.push(part))
    request.on('end', () => {
      const raw = request.rawHeaders
      const headers = raw.flatMap((name, at) => (at % 2 === 0 ? [[name, raw[at + 1]]] : []))
      const { method, url } = request
      const body = Buffer.concat(parts).toString('base64')
      const text = JSON.stringify({ method, url, headers, body })
      asked.push(JSON.parse(text))
      response.end(text)
    })
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => server.close())

const NASTY: Outgoing = {
  method: 'POST',
  url: "/a'b?q=$HOME&x=`id`&y=%20!{1,2}[a]&z=%C3%A9",
  headers: [
    ['X-Quote', `it's "quoted" \\ $HOME \`id\` !!`],
    ['x-latin', 'caf\u00e9'],
    ['X-Empty', ''],
    ['Accept', 'text/html'],
    ['Cookie', "theme=dark; a='1'"],
  ],
  body: { encoding: 'utf8', text: `{"a":"it's $x\\n","ü":"👩‍💻"}\n@not-a-file\ttab` },
}
const PLAIN: Outgoing = {
  method: 'GET',
  url: '/product/7?q=a%20b',
  headers: [
    ['Host', 'shop.test'],
    ['User-Agent', 'x'],
  ],
  body: null,
}
const BYTES: Outgoing = {
  method: 'PUT',
  url: '/up',
  headers: [['Content-Type', 'image/png']],
  body: { encoding: 'base64', text: Buffer.from([0, 1, 255, 10, 13]).toString('base64') },
}

/** The request as the server must get it; of the headers those that a client may set itself are left out. */
function wanted({ method, url, headers, body }: Outgoing) {
  const sorted = headers.map(([name, value]) => [name.toLowerCase(), value]).sort()
  const text = body ? Buffer.from(body.text, body.encoding).toString('base64') : ''
  return { method, url, headers: sorted, body: text }
}
function got(output: string, leftOut: readonly string[]) {
  const { headers, ...rest }: Got = JSON.parse(output)
  const own = headers
    .map(([name, value]) => [name.toLowerCase(), value])
    .filter(([name = '']) => !leftOut.includes(name))
  return { ...rest, headers: own.sort() }
}
const hasHost = ({ headers }: Outgoing) => headers.some(([name]) => name.toLowerCase() === 'host')

describe.each([
  ['nasty', NASTY],
  ['plain', PLAIN],
  ['bytes', BYTES],
])('the %s request', (_, request) => {
  const byCurl = ['content-length', ...(hasHost(request) ? [] : ['host'])]

  it('as cURL in bash is the same request', async () => {
    const { stdout } = await run('bash', ['-c', curlBash(origin, request)])
    expect(got(stdout, byCurl)).toEqual(wanted(request))
  })

  it('as a configuration of cURL, which PowerShell hands over, is the same request', async () => {
    // A command line takes no bytes beyond text here: what is no text is the bash copy's business.
    if (request === BYTES || request === NASTY) return
    const running = run('curl', ['--config', '-'])
    running.child.stdin?.end(curlConfig(origin, request))
    expect(got((await running).stdout, byCurl)).toEqual(wanted(request))
  })

  it('as fetch in Node is the same request', async () => {
    const { stdout } = await run(process.execPath, ['--input-type=module', '-e', fetchCode(origin, request)])
    const added = ['connection', 'host', 'accept-language', 'sec-fetch-mode', 'accept-encoding', 'content-length']
    const mayAdd = ['accept', 'user-agent', 'content-type'].filter(
      name => !request.headers.some(([own]) => own.toLowerCase() === name),
    )
    const expected = { ...wanted(request), headers: wanted(request).headers.filter(([name]) => name !== 'host') }
    const answer = got(stdout.slice(stdout.indexOf('{')), [...added, ...mayAdd])
    // WHATWG URLs encode what stands raw in a query.
    expect({ ...answer, url: decodeURIComponent(answer.url) }).toEqual({
      ...expected,
      url: decodeURIComponent(encodeURI(expected.url).replaceAll('%25', '%')),
    })
  })

  it.skipIf(!HTTPIE)('as HTTPie is the same request', async () => {
    const running = run('bash', ['-c', `${httpie(origin, request)} --body --pretty=none`])
    const own = new Set(request.headers.map(([name]) => name.toLowerCase()))
    const added = ['accept-encoding', 'user-agent', 'content-type', 'connection', 'content-length', 'host']
    const left = added.filter(name => name === 'host' || !own.has(name))
    const given = wanted(request)
    const answer = got((await running).stdout, left)
    // It encodes what stands raw in a query.
    expect({ ...answer, url: decodeURIComponent(answer.url) }).toEqual({
      ...given,
      url: decodeURIComponent(given.url),
      headers: given.headers.flatMap(([name = '', value = '']) =>
        left.includes(name) ? [] : [[name, Buffer.from(value).toString('latin1')]],
      ),
    })
  })

  it('is read back from what was copied', () => {
    if (request === BYTES) return
    const read = readCurl(curlBash(origin, request))
    if (!read.ok) throw new Error(read.problem.message)
    const { url, headers } = wanted(request)
    expect(read.value.origin).toBe(origin)
    expect(wanted(read.value.request)).toEqual({ ...wanted(request), url, headers })
  })
})

it('as Playwright tests pass, and are the same requests', async () => {
  const folder = mkdtempSync(join(ROOT, 'out', 'copied-'))
  try {
    const context = { status: 200, page: null, params: null, query: {}, outcome: 'props' }
    const requests = [NASTY, PLAIN, BYTES]
    for (const [at, request] of requests.entries()) {
      writeFileSync(join(folder, `${at}.spec.ts`), playwrightTest(origin, request, context))
    }
    asked.length = 0
    const cli = join(ROOT, 'node_modules/@playwright/test/cli.js')
    await run(process.execPath, [cli, 'test', '--config', folder, '--workers', '1'])
    expect(asked).toHaveLength(requests.length)
    for (const [at, request] of requests.entries()) {
      const own = new Set(request.headers.map(([name]) => name.toLowerCase()))
      const added = ['accept', 'accept-encoding', 'user-agent', 'content-type', 'connection', 'content-length', 'host']
      const left = added.filter(name => name === 'host' || !own.has(name))
      const given = wanted(request)
      const answer = got(JSON.stringify(asked[at]), left)
      expect({ ...answer, url: decodeURIComponent(answer.url) }).toEqual({
        ...given,
        headers: given.headers.filter(([name = '']) => !left.includes(name)),
        url: decodeURIComponent(encodeURI(given.url).replaceAll('%25', '%')),
      })
    }
  } finally {
    rmSync(folder, { recursive: true })
  }
}, 60_000)

describe('a curl command', () => {
  it('as Chrome copies it', () => {
    const text = `curl 'http://localhost:3000/search?q=a' \\\n  -X 'POST' \\\n  -H 'Accept: */*' \\\n  -b 'a=1; b=2' \\\n  --data-raw $'x=it\\'s\\u0021' \\\n  --compressed --insecure`
    expect(readCurl(text)).toMatchObject({
      ok: true,
      value: {
        origin: 'http://localhost:3000',
        request: {
          method: 'POST',
          url: '/search?q=a',
          headers: [
            ['Accept', '*/*'],
            ['Cookie', 'a=1; b=2'],
            ['Accept-Encoding', 'gzip, deflate, br'],
            ['Content-Type', 'application/x-www-form-urlencoded'],
          ],
          body: { encoding: 'utf8', text: "x=it's!" },
        },
      },
    })
  })

  it('as a person writes it', () => {
    const request = (text: string) => {
      const read = readCurl(text)
      return read.ok
        ? `${read.value.request.method} ${read.value.origin}${read.value.request.url} ${read.value.request.body?.text ?? ''}`
        : read.problem.message
    }
    expect(request('curl localhost:3000')).toBe('GET http://localhost:3000/ ')
    expect(request('$ curl -sSXDELETE "http://h/a b" -d x -d y=1')).toBe('DELETE http://h/a%20b x&y=1')
    expect(request('curl -G http://h/s --data-urlencode "q=a&b" -I')).toBe('HEAD http://h/s?q=a%26b ')
    expect(request(`curl --json '{"a":1}' http://h`)).toBe('POST http://h/ {"a":1}')
    expect(request('curl http://h/?a=1&b=2')).toMatch(/must stand in quotes/)
    expect(request('curl http://h | sh')).toMatch(/no part of the request/)
    expect(request('curl "http://h/$USER"')).toMatch(/\$USER would be filled in/)
    expect(request('curl -F a=@b http://h')).toMatch(/--form is not understood/)
    expect(request('curl -d @file http://h')).toMatch(/file/)
    expect(request("curl 'http://h")).toMatch(/not closed/)
    expect(request('wget http://h')).toMatch(/begin with curl/)
    expect(request('curl ftp://h/x')).toMatch(/no HTTP address/)
  })
})

it('words are those that bash makes of it', async () => {
  const texts = [`a 'b c' "d e"`, `"a\\"b" 'it'\\''s' $'\\x41\\u00e9\\t'`, `a\\ b "c\\\nd" e\\\n f`, `'' "" x""y`]
  for (const text of texts) {
    const { stdout } = await run('bash', ['-c', `printf '%s\\0' ${text}`], {
      env: { ...process.env, LC_ALL: 'C.UTF-8' },
    })
    expect(shellWords(text)).toEqual({ ok: true, words: stdout.split('\0').slice(0, -1) })
  }
})

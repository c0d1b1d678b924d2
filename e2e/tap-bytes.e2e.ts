import { CUTS, type Played, play, type Step } from './harness/script.ts'
import { expect, test } from './harness/tapped.ts'
import { START_MS, type Target, type TargetChoice } from './harness/target.ts'

/** The same bytes sent to a real Next server directly and through the tap, cut in every way: what comes back is the same, byte for byte. */
interface Talk {
  readonly name: string
  readonly steps: readonly Step[]
  /** What must be in the answers for the comparison to mean anything. */
  readonly answer: RegExp
}

const HOST = 'Host: localhost\r\n'
const CLOSE = 'Connection: close\r\n'
const get = (path: string, more = '') => `GET ${path} HTTP/1.1\r\n${HOST}${more}\r\n`
const post = (more: string, body = '') =>
  `POST /echo HTTP/1.1\r\n${HOST}${CLOSE}content-type: text/plain\r\n${more}\r\n${body}`
/** A whole document has come. */
const DOCUMENT = /<\/html>(\r\n0\r\n\r\n)?$/

/** Of any server of the cases, in any mode. */
const TALKS: readonly Talk[] = [
  {
    name: 'header names of odd case, order and spacing, some twice',
    steps: [
      `GET /props?a=%20b&c=[1] HTTP/1.1\r\nhOsT:localhost\r\nX-B:  two \r\nx-a:one\r\nX-B: again\r\n${CLOSE}\r\n`,
    ],
    answer: /__NEXT_DATA__/,
  },
  {
    name: 'keep-alive',
    steps: [get('/props'), DOCUMENT, get('/empty'), DOCUMENT, get('/params/7?x=1', CLOSE)],
    answer: /200 OK[\s\S]*200 OK[\s\S]*200 OK/,
  },
  {
    name: 'pipelining',
    steps: [
      [get('/slow?ms=20'), get('/empty'), `HEAD /props HTTP/1.1\r\n${HOST}\r\n`, get('/ready.txt', CLOSE)].join(''),
    ],
    answer: /slow[\s\S]*empty[\s\S]*HTTP\/1.1 200 OK\r\n[\s\S]*\r\n\r\nHTTP\/1.1 200 OK/,
  },
  { name: 'HEAD', steps: [`HEAD /props HTTP/1.1\r\n${HOST}${CLOSE}\r\n`], answer: /200 OK[\s\S]*\r\n\r\n$/ },
  { name: 'HTTP/1.0', steps: ['GET /props HTTP/1.0\r\n\r\n'], answer: /200 OK/ },
  { name: 'a whole URL as target', steps: [get('http://localhost/props', CLOSE)], answer: /308 / },
  { name: 'a file', steps: [get('/ready.txt', CLOSE)], answer: /200 OK/ },
  { name: 'a part of a file', steps: [get('/ready.txt', `Range: bytes=1-2\r\n${CLOSE}`)], answer: /206 Partial/ },
  {
    name: 'an answer written in pieces',
    steps: [get('/ends/stream', CLOSE)],
    answer: /one [\s\S]*two [\s\S]*three\n/,
  },
  {
    name: 'gzip',
    steps: [get('/large?kb=40', `Accept-Encoding: gzip\r\n${CLOSE}`)],
    answer: /Content-Encoding: gzip/i,
  },
  { name: 'a redirect', steps: [get('/redirect/temporary', CLOSE)], answer: /307 / },
  { name: 'a page that is not there', steps: [get('/nowhere/at/all', CLOSE)], answer: /404 / },
  {
    name: 'a body with a length',
    steps: [post('Content-Length: 12\r\n', 'hello\r\n\r\nyou')],
    answer: /hello(\\+[rn]){4}you/,
  },
  {
    name: 'a body in chunks, with extensions and trailers',
    steps: [
      post('Transfer-Encoding: chunked\r\nTrailer: X-T\r\n', '5;a="b"\r\nhello\r\n'),
      '0002\r\n !\r\n0\r\nX-T: 1\r\n\r\n',
    ],
    answer: /hello !/,
  },
  {
    name: 'Expect: 100-continue',
    steps: [post('Expect: 100-continue\r\nContent-Length: 5\r\n'), /100 Continue\r\n\r\n/, 'waits'],
    answer: /100 Continue\r\n\r\n[\s\S]*waits/,
  },
  // Node's server goes with its client: no answer comes. The call takes so long that a busy machine has passed the end on before it.
  { name: 'a client that ends its side at once', steps: [get('/slow?ms=2000'), 'FIN'], answer: /^$/ },
  {
    name: 'a client that ends its side within a request',
    steps: [`GET /props HTTP/1.1\r\n${HOST}X-Half`, 'FIN'],
    answer: /^(HTTP\/1.1 400 Bad Request\r\nConnection: close\r\n\r\n)?$/,
  },
  {
    name: 'an upgrade that nobody takes',
    steps: [get('/props', `Connection: Upgrade\r\nUpgrade: nonsense\r\n`), /./, 'FIN'],
    answer: /^/,
  },
]

/** After these, Node closes its side at once: what is still on its way to it then is a reset or is not, so they are sent in one piece. */
const REFUSED: readonly Talk[] = [
  {
    name: 'two Content-Lengths',
    steps: [post('Content-Length: 1\r\nContent-Length: 2\r\n', 'ab')],
    answer: /400 Bad Request/,
  },
  {
    name: 'a length and chunks',
    steps: [post('Content-Length: 1\r\nTransfer-Encoding: chunked\r\n', '0\r\n\r\n')],
    answer: /400 Bad Request/,
  },
  { name: 'a header without a name', steps: [get('/props', ': x\r\n')], answer: /400 Bad Request/ },
  { name: 'no HTTP at all', steps: ['\x16\x03\x01\x00\r\n\r\n'], answer: /400 Bad Request/ },
  { name: 'more headers than Node takes', steps: [get('/props', `X: ${'x'.repeat(20_000)}\r\n`)], answer: /431 / },
]

const CHOICES: readonly TargetChoice[] = [
  { name: 'next15', mode: 'start', bundler: 'turbopack' },
  { name: 'next16', mode: 'start', bundler: 'webpack' },
  { name: 'next16', mode: 'dev', bundler: 'turbopack' },
]

for (const choice of CHOICES)
  test(`${choice.name} ${choice.mode}: the same bytes through the tap as directly`, async ({ target, tapAlone }) => {
    test.setTimeout(START_MS)
    const server = await target(choice)
    const tap = await tapAlone(server.origin)
    for (const talk of [...TALKS, ...(await talksOf(server, choice)), ...REFUSED]) {
      const direct = await play(server.port, talk.steps)
      expect.soft(direct.bytes.toString('latin1'), `${talk.name}: the server's answer`).toMatch(talk.answer)
      const again = comparable(await play(server.port, talk.steps))
      expect.soft(again, `${talk.name}: the server answers alike each time`).toEqual(comparable(direct))
      for (const cut of REFUSED.includes(talk) ? CUTS.slice(0, 1) : CUTS)
        expect.soft(comparable(await play(tap.port, talk.steps, cut)), `${talk.name}, ${cut.name}`).toEqual(again)
    }
  })

/** What two answers to the same request must have in common. */
function comparable({ bytes, ended }: Played): { text: string; ended: Played['ended'] } {
  const text = bytes.toString('latin1').replace(/^Date: .*$/gm, 'Date: (masked)')
  // The frames of `next dev` name its sessions and what was compiled so far; tap-browser.e2e.ts sees that they arrive.
  return { text: text.replace(/^(HTTP\/1.1 101 .*?\r\n\r\n).*/s, '$1'), ended }
}

/** What needs an address or a tag of this very server. */
async function talksOf({ port, origin }: Target, { mode }: TargetChoice): Promise<Talk[]> {
  const document = (await play(port, [get('/props', CLOSE)])).bytes.toString()
  const tag = /^ETag: (.*)\r$/im.exec(document)?.[1]
  const build = /"buildId":"([^"]+)"/.exec(document)?.[1]
  const script = /src="(\/_next\/static\/[^"]+\.js)[^"]*"/.exec(document)?.[1]
  if (!build || !script) throw new Error(`no build id or no script in ${document}`)
  const talks: Talk[] = [
    { name: 'data', steps: [get(`/_next/data/${build}/props.json`, CLOSE)], answer: /"pageProps"/ },
    { name: 'a script', steps: [get(script, CLOSE)], answer: /200 OK/ },
  ]
  if (tag)
    talks.push({
      name: '304, then another request on the same connection',
      steps: [get('/props', `If-None-Match: ${tag}\r\n`), /304 [\s\S]*\r\n\r\n$/, get('/empty', CLOSE)],
      answer: /304 Not Modified[\s\S]*200 OK/,
    })
  if (mode === 'dev') {
    const ask = 'Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: '
    const from = `${ask}dGhlIHNhbXBsZSBub25jZQ==\r\nOrigin: ${origin}\r\n`
    talks.push({
      name: 'the WebSocket of hot reloading',
      steps: [get('/_next/hmr', from), /\r\n\r\n/, 'RESET'],
      answer: /101 Switching Protocols/,
    })
  }
  return talks
}

import { describe, expect, it } from 'vitest'
import type { TapEvent } from '../../shared/raw-events.ts'
import { latin1, overhear, type Streams } from './overhear.ts'

const GET = 'GET /a HTTP/1.1\r\nHost: localhost:4000\r\n\r\n'
const OK = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok'

const hear = (client: string, server: string, end: Streams['end'] = 'both') =>
  overhear({ client: [latin1(client)], server: [latin1(server)], end })
function of<K extends TapEvent['kind']>(events: readonly TapEvent[], kind: K) {
  return events.filter((event): event is Extract<TapEvent, { kind: K }> => event.kind === kind)
}
/** `GET /a 200 ok`, one for each request: what was asked, the statuses, the body, and what went wrong. */
function said({ events, bodies }: ReturnType<typeof overhear>): string[] {
  return of(events, 'tap-request-start').map(({ request, method, url }) => {
    const heads = of(events, 'tap-response-head').filter(head => head.request === request)
    const end = of(events, 'tap-end').filter(one => one.request === request)
    expect(end).toHaveLength(1)
    return [
      `${method} ${url}`,
      bodies.get(`request ${request}`),
      ...heads.map(head => head.status),
      bodies.get(`response ${request}`),
      end[0]?.upgraded ? 'upgraded' : undefined,
      end[0]?.abortedBy ? `aborted by the ${end[0].abortedBy}` : undefined,
    ]
      .filter(part => part !== undefined)
      .join(' ')
  })
}
const reasons = (heard: ReturnType<typeof overhear>) => of(heard.events, 'tap-not-understood').map(one => one.reason)

describe('Conversation', () => {
  it('tells of a request and its answer, with heads as sent', () => {
    const { events } = hear('GET /a?b=%20 HTTP/1.1\r\nhOST:localhost\r\nX-Twice: 1\r\nX-Twice:  2\r\n\r\n', OK)
    expect(events).toMatchObject([
      {
        kind: 'tap-request-start',
        request: 1,
        at: 2,
        ordinal: 0,
        localPort: 50_001,
        method: 'GET',
        url: '/a?b=%20',
        head: 'GET /a?b=%20 HTTP/1.1\r\nhOST:localhost\r\nX-Twice: 1\r\nX-Twice:  2',
      },
      { kind: 'tap-response-head', at: 3, status: 200, head: 'HTTP/1.1 200 OK\r\nContent-Length: 2' },
      {
        kind: 'tap-end',
        sent: { head: 66, body: 0, framed: 0 },
        received: { head: 38, body: 2, framed: 2, trailers: null, dropped: 0 },
        firstByteAt: 3,
        sentAt: 2,
        abortedBy: null,
        answeredBy: 'server',
        upgraded: false,
      },
    ])
  })

  it.each<[string, string, string, string[]]>([
    [
      'answers of pipelined requests in order',
      GET + GET.replace('/a', '/b'),
      OK + OK,
      ['GET /a 200 ok', 'GET /b 200 ok'],
    ],
    [
      'HEAD',
      GET.replace('GET', 'HEAD') + GET,
      `HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n${OK}`,
      ['HEAD /a 200', 'GET /a 200 ok'],
    ],
    ['304', GET + GET, `HTTP/1.1 304 Not Modified\r\nContent-Length: 99\r\n\r\n${OK}`, ['GET /a 304', 'GET /a 200 ok']],
    [
      '204',
      GET + GET,
      `HTTP/1.1 204 No Content\r\nTransfer-Encoding: chunked\r\n\r\n${OK}`,
      ['GET /a 204', 'GET /a 200 ok'],
    ],
    [
      '100 and 103 before the answer',
      GET + GET,
      `HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n${OK}${OK}`,
      ['GET /a 100 103 200 ok', 'GET /a 200 ok'],
    ],
    [
      'a body of a length',
      `POST /a HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\n\r\nabc${GET}`,
      OK + OK,
      ['POST /a abc 200 ok', 'GET /a 200 ok'],
    ],
    ['a body until the connection closes', GET, 'HTTP/1.1 200 OK\r\n\r\nall of this', ['GET /a 200 all of this']],
    ['HTTP/1.0', 'GET /a HTTP/1.0\r\n\r\n', 'HTTP/1.0 200 OK\r\n\r\nx', ['GET /a 200 x']],
    ['line ends without CR', GET.replaceAll('\r', ''), OK.replaceAll('\r', ''), ['GET /a 200 ok']],
    [
      'empty lines between messages',
      `\r\n\n${GET}\r\n${GET}`,
      `\r\n${OK}\r\n${OK}`,
      ['GET /a 200 ok', 'GET /a 200 ok'],
    ],
    ['a folded Content-Length', GET, 'HTTP/1.1 200 OK\r\nContent-Length:\r\n 2\r\n\r\nok', ['GET /a 200 ok']],
    [
      'a Content-Length said twice alike',
      GET,
      'HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 2\r\n\r\nok',
      ['GET /a 200 ok'],
    ],
    [
      'Transfer-Encoding over Content-Length',
      GET + GET,
      `HTTP/1.1 200 OK\r\nContent-Length: 99\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n${OK}`,
      ['GET /a 200 ok', 'GET /a 200 ok'],
    ],
    [
      'chunks with extensions',
      GET,
      'HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, Chunked\r\n\r\n0001;a="b;c"\r\no\r\n01 ; x\r\nk\r\n0;last\r\n\r\n',
      ['GET /a 200 ok'],
    ],
    ['a status line without a reason', GET, 'HTTP/1.1 200\r\nContent-Length: 2\r\n\r\nok', ['GET /a 200 ok']],
    ['a cut answer', GET, 'HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nok', ['GET /a 200 ok']],
    ['no answer', GET, '', ['GET /a']],
    [
      'a request for another protocol that the server does not take up',
      `${GET.slice(0, -2)}Connection: keep-alive, Upgrade\r\nUpgrade: h2c\r\n\r\n`,
      OK,
      ['GET /a 200 ok'],
    ],
    [
      'an Upgrade header that Connection does not name',
      `${GET.slice(0, -2)}Upgrade: h2c\r\n\r\n${GET}`,
      OK + OK,
      ['GET /a 200 ok', 'GET /a 200 ok'],
    ],
    [
      'an upgrade',
      `${GET.slice(0, -2)}Connection: Upgrade\r\nUpgrade: websocket\r\n\r\nGET no http`,
      'HTTP/1.1 101 Switching Protocols\r\n\r\nneither',
      ['GET /a 101 upgraded'],
    ],
    [
      'a tunnel',
      'CONNECT localhost:1 HTTP/1.1\r\n\r\nabc',
      'HTTP/1.1 200 OK\r\n\r\ndef',
      ['CONNECT localhost:1 200 upgraded'],
    ],
  ])('understands %s', (_, client, server, expected) => {
    const heard = hear(client, server)
    expect(said(heard)).toEqual(expected)
    expect(reasons(heard)).toEqual([])
  })

  it('reads on where a server goes on without the protocol that was asked for', () => {
    const asked = `${GET.slice(0, -2)}Connection: Upgrade\r\nUpgrade: h2c\r\n\r\n`
    const events: TapEvent[] = []
    const heard = overhear({ client: [latin1(asked)], server: [latin1(OK)] })
    events.push(...heard.events)
    expect(of(events, 'tap-end')).toMatchObject([{ upgraded: false, sentAt: 2, abortedBy: null }])
  })

  it('counts framing and keeps trailers apart from the body', () => {
    const framed = '3\r\nabc\r\n0\r\nServer-Timing: a\r\nX: b\r\n\r\n'
    const { events } = hear(GET, `HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n${framed}`)
    expect(of(events, 'tap-end')[0]?.received).toMatchObject({
      body: 3,
      framed: framed.length,
      trailers: 'Server-Timing: a\r\nX: b',
    })
  })

  it('counts both ways after an upgrade', () => {
    const { events } = hear(
      `${GET.slice(0, -2)}Connection: Upgrade\r\nUpgrade: x\r\n\r\nabc`,
      'HTTP/1.1 101 X\r\n\r\nabcde',
    )
    expect(of(events, 'tap-end')).toMatchObject([{ upgraded: true, sent: { framed: 3 }, received: { framed: 5 } }])
  })

  it.each<[string, string, string, 'client' | 'server', string[]]>([
    [
      'in the answer',
      GET,
      'HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nok',
      'server',
      ['GET /a 200 ok aborted by the server'],
    ],
    [
      'in the last chunk',
      GET,
      'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n',
      'server',
      ['GET /a 200 ok aborted by the server'],
    ],
    ['in a body until close', GET, 'HTTP/1.1 200 OK\r\n\r\nok', 'client', ['GET /a 200 ok aborted by the client']],
    ['before the answer', GET + GET, OK, 'client', ['GET /a 200 ok', 'GET /a aborted by the client']],
    [
      'in the request',
      'POST /a HTTP/1.1\r\nContent-Length: 9\r\n\r\nabc',
      '',
      'client',
      ['POST /a abc aborted by the client'],
    ],
    [
      'in a request answered early',
      'POST /a HTTP/1.1\r\nContent-Length: 9\r\n\r\nabc',
      OK,
      'client',
      ['POST /a abc 200 ok aborted by the client'],
    ],
  ])('says who went away %s', (_, client, server, by, expected) => {
    expect(said(hear(client, server, by))).toEqual(expected)
  })

  const UPLOAD = 'POST /a HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\nabc'
  it.each<[string, string[], string[], string[]]>([
    [
      'after its answer',
      [UPLOAD],
      [OK, 'HTTP/1.1 400 Bad Request\r\n\r\n'],
      ['POST /a abc 200 ok aborted by the client'],
    ],
    [
      'after the answer of one before',
      [GET, UPLOAD],
      [OK + OK, 'HTTP/1.1 400 Bad Request\r\n\r\n'],
      ['GET /a 200 ok', 'POST /a abc 200 ok aborted by the client'],
    ],
    [
      'before its answer, which says so',
      [UPLOAD],
      ['', 'HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n'],
      ['POST /a abc 400 aborted by the client'],
    ],
    ['nowhere', [`${UPLOAD}defghi`], [OK.slice(0, -1), 'k'], ['POST /a abcdefghi 200 ok']],
  ])('says of an upload that its client broke off %s what it was', (_, client, server, expected) => {
    const heard = overhear({ client: client.map(latin1), server: server.map(latin1), end: 'client', halfClosed: true })
    expect(said(heard)).toEqual(expected)
    expect(reasons(heard)).toEqual([])
  })

  it('goes on saying what is no answer where a client ended its side in order', () => {
    const heard = overhear({ client: [latin1(GET)], server: [OK, 'more'].map(latin1), halfClosed: true })
    expect(reasons(heard)).toEqual([expect.stringMatching(/longer than it says/)])
  })

  it.each<[string, string, string, RegExp, string[]]>([
    [
      'Content-Lengths that differ',
      GET,
      'HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\nokk',
      /differ: 2, 3/,
      ['GET /a'],
    ],
    [
      'a Content-Length that is no number',
      GET,
      'HTTP/1.1 200 OK\r\nContent-Length: -2\r\n\r\nok',
      /no number: -2/,
      ['GET /a'],
    ],
    [
      'a Content-Length beyond counting',
      GET,
      `HTTP/1.1 200 OK\r\nContent-Length: ${'9'.repeat(30)}\r\n\r\n`,
      /no number/,
      ['GET /a'],
    ],
    ['TLS to an address that speaks none', '\x16\x03\x01\x02', '', /byte 0x16, as TLS does/, ['null null']],
    ['a request line that is none', 'what\r\n\r\n', '', /request line/, ['null null']],
    ['HTTP/2 by prior knowledge', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', '', /HTTP\/2.0/, ['null null']],
    ['an answer that is no HTTP', GET, 'SSH-2.0-x\r\n\r\n', /status line/, ['GET /a']],
    ['an answer that nobody asked for', '', OK, /no request asked for/, []],
    ['an answer too many', GET, OK + OK, /no request asked for/, ['GET /a 200 ok']],
    ['more bytes than the length says', GET, `${OK}more\r\n\r\n`, /longer than it says/, ['GET /a 200 ok']],
    [
      'a chunk without a size',
      GET,
      'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nx\r\n',
      /size of a chunk/,
      ['GET /a 200'],
    ],
    [
      'a chunk longer than its size',
      GET,
      'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nokk',
      /longer than its size/,
      ['GET /a 200 o'],
    ],
    [
      'a chunk of absurd size',
      GET,
      `HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n${'f'.repeat(20)}\r\n`,
      /too large/,
      ['GET /a 200'],
    ],
    ['a header line without a colon', GET, 'HTTP/1.1 200 OK\r\nwhat\r\n\r\n', /header line.*"what"/, ['GET /a']],
    [
      'a request whose Transfer-Encoding is not chunked',
      'POST /a HTTP/1.1\r\nTransfer-Encoding: gzip\r\n\r\n',
      OK,
      /does not end in chunked/,
      ['POST /a 200 ok'],
    ],
  ])('says once that it does not understand %s', (_, client, server, reason, expected) => {
    const heard = hear(client, server)
    expect(reasons(heard)).toHaveLength(1)
    expect(reasons(heard)[0]).toMatch(reason)
    expect(said(heard)).toEqual(expected)
  })

  it('reads the answer to a request that it did not understand', () => {
    const heard = hear('GET /a b HTTP/1.1\r\n\r\n', 'HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n')
    expect(said(heard)).toEqual(['null null 400'])
    expect(reasons(heard)).toHaveLength(1)
  })

  it('says of the very request that its answer is longer than it says', () => {
    const { events } = hear(GET, `${OK}x`)
    expect(events.slice(-2)).toMatchObject([
      { kind: 'tap-end', request: 1, received: { body: 2, framed: 2 } },
      { kind: 'tap-not-understood', request: 1, from: 'server' },
    ])
    expect(reasons(hear(GET, `${OK}\r\n`))).toEqual([])
    expect(reasons(hear(GET + GET, OK + OK))).toEqual([])
  })

  it('reads heads of 100 kB, and none without an end', () => {
    const long = (size: number) => GET.replace('\r\n\r\n', `\r\nCookie: ${'x'.repeat(size)}\r\n\r\n`)
    const heard = hear(long(100_000), OK)
    expect(reasons(heard)).toEqual([])
    expect(of(heard.events, 'tap-end')[0]?.sent.head).toBe(long(100_000).length)
    const endless = hear(long(2_000_000), '')
    expect(reasons(endless)).toEqual(['A head is longer than 1048576 bytes.'])
    expect(endless.clear).toBe(long(2_000_000).length)
  })

  it('holds back nothing of what is no HTTP, however it is cut', () => {
    for (const pieces of [['\x16\x03\x01', '\x02\x00'], ['\r\n\x16', '\x03\x01\x02\x00'], ['\x00']]) {
      const client = pieces.map(latin1)
      const heard = overhear({ client, server: [] })
      expect(heard.clear).toBe(client.reduce((sum, piece) => sum + piece.byteLength, 0))
      expect(reasons(heard)).toHaveLength(1)
    }
  })

  it('holds back what is not a whole head, and nothing else', () => {
    const clear = (client: string) => hear(client, '').clear
    const post = 'POST /a HTTP/1.1\r\nContent-Length: 3\r\n\r\n'
    expect(clear(GET.slice(0, -1))).toBe(0)
    expect(clear(GET)).toBe(GET.length)
    expect(clear(`${GET}GET /b`)).toBe(GET.length)
    expect(clear(`${post}ab`)).toBe(post.length + 2)
    expect(clear(`${post}abcGET`)).toBe(post.length + 3)
    expect(clear('\x16\x03\r\n\r\n')).toBe(6)
  })

  it.each([
    ['a foreign Host', 'GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n', 'evil.example'],
    ['a second Host', 'GET / HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\n\r\n', 'evil.example'],
    ['a whole URL', 'GET http://evil.example/ HTTP/1.1\r\nHost: localhost\r\n\r\n', 'evil.example'],
    ['a tunnel', 'CONNECT evil.example:443 HTTP/1.1\r\nHost: localhost\r\n\r\n', 'evil.example:443'],
  ])('refuses %s, and forwards nothing of it', (_, bad, host) => {
    const heard = hear(GET + bad + GET, '')
    expect(heard.refused?.trim()).toBe(host)
    expect(heard.clear).toBe(GET.length)
  })
})

/** Numbers that look like chance and can be had again: xorshift32. */
export interface Chance {
  /** A whole number from 0, below `bound`. */
  below(bound: number): number
}

export function chance(seed: number): Chance {
  let state = seed | 0 || 1
  return {
    below(bound) {
      state ^= state << 13
      state ^= state >>> 17
      state ^= state << 5
      return (state >>> 0) % bound
    },
  }
}

const HEAD = 'Host: localhost\r\nAccept: */*\r\n'
/** Streams of a client to start from. */
export const REQUESTS = [
  `GET / HTTP/1.1\r\n${HEAD}\r\n`,
  `GET /a HTTP/1.1\r\n${HEAD}\r\nHEAD /b HTTP/1.1\r\n${HEAD}\r\n`,
  `POST /p HTTP/1.1\r\n${HEAD}Content-Length: 5\r\n\r\nhelloGET / HTTP/1.1\r\n${HEAD}\r\n`,
  `POST /p HTTP/1.1\r\n${HEAD}Transfer-Encoding: chunked\r\nExpect: 100-continue\r\n\r\n5;x=1\r\nhello\r\n0\r\nT: 1\r\n\r\n`,
  `GET /ws HTTP/1.1\r\n${HEAD}Connection: Upgrade\r\nUpgrade: websocket\r\n\r\n\x81\x05hello`,
  'CONNECT localhost:1 HTTP/1.1\r\n\r\nabc',
  'GET / HTTP/1.0\n\n',
  `GET / HTTP/1.1\r\nHost: localhost\r\nX:\r\n folded\r\nCookie: ${'c'.repeat(200)}\r\n\r\n`,
]
/** Streams of a server. */
export const ANSWERS = [
  'HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello',
  'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nokHTTP/1.1 404 Not Found\r\nContent-Length: 2\r\n\r\nno',
  'HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\nA;b="c"\r\n0123456789\r\n0\r\nServer-Timing: x\r\n\r\n',
  'HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 204 No Content\r\n\r\nHTTP/1.1 304 Not Modified\r\nContent-Length: 9\r\n\r\n',
  'HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n\x81\x02hi',
  'HTTP/1.1 200 OK\r\n\r\nuntil the end',
  'HTTP/1.1 200 OK\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
  'HTTP/1.0 500\nContent-Length:1\n\nx',
]
const TOKENS = [
  '\r\n',
  '\n',
  '\r',
  '\r\n\r\n',
  '\n\n',
  ' ',
  '\t',
  ':',
  ';',
  ',',
  '\0',
  '\xff',
  '0',
  '0\r\n\r\n',
  'ffffffffffffffff',
  '-1',
  '1e3',
  'Content-Length: 3\r\n',
  'Content-Length: 4\r\n',
  'Transfer-Encoding: chunked\r\n',
  'Connection: upgrade\r\nUpgrade: x\r\n',
  'HTTP/1.1 200 OK\r\n',
  'HTTP/1.1 100 C\r\n\r\n',
  'GET / HTTP/1.1\r\n',
  'HTTP/2.0',
  'CONNECT',
  'HEAD',
  '101',
  '204',
  'Host: evil\r\n',
]

/** A stream made of one to three of `seeds`, changed in up to four places: bytes set, cut out, said twice, tokens put in, the rest lost. */
export function mutant(seeds: readonly string[], { below }: Chance): Uint8Array {
  let text = ''
  for (let count = 1 + below(3); count > 0; count -= 1) text += seeds[below(seeds.length)]
  for (let count = below(5); count > 0; count -= 1) {
    const at = below(text.length + 1)
    const to = Math.min(text.length, at + below(24))
    switch (below(6)) {
      case 0:
        text = `${text.slice(0, at)}${String.fromCharCode(below(256))}${text.slice(at + 1)}`
        break
      case 1:
        text = text.slice(0, at) + text.slice(to)
        break
      case 2:
        text = text.slice(0, to) + text.slice(at)
        break
      case 3:
        if (below(8) === 0) text = text.slice(0, at)
        break
      default:
        text = text.slice(0, at) + TOKENS[below(TOKENS.length)] + text.slice(at)
    }
  }
  return Buffer.from(text, 'latin1')
}

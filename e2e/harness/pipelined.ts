/** Requests of the case apps that one connection sends ahead, answers with and without bodies among them. */
export const PIPELINED = [
  ['GET', '/slow?ms=60'],
  ['GET', '/empty'],
  ['HEAD', '/props'],
  ['GET', '/concurrent?n=3'],
  ['POST', '/echo'],
  ['GET', '/redirect/temporary'],
  ['GET', '/params/7'],
] as const

/** They as sent: each marked by its place in `x-case`, the last with `Connection: close`. */
export function pipelinedText(host: string): string {
  return PIPELINED.map(([method, path], index) => {
    const body = method === 'POST' ? 'hello' : ''
    const last = index === PIPELINED.length - 1 ? 'Connection: close\r\n' : ''
    const length = body ? `Content-Length: ${body.length}\r\n` : ''
    return `${method} ${path} HTTP/1.1\r\nHost: ${host}\r\nx-case: ${index}\r\n${length}${last}\r\n${body}`
  }).join('')
}

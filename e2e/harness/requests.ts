import { Agent, request as httpRequest, type IncomingHttpHeaders } from 'node:http'

export interface Answer {
  readonly status: number
  /** Lower-case names; a repeated one is joined as Node does. */
  readonly headers: IncomingHttpHeaders
  /** Pairs as they came. */
  readonly rawHeaders: readonly string[]
  readonly body: Buffer
}

export interface Asked {
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
  readonly agent?: Agent
}

/** One request exactly as said: path not normalised, no header added but Host and Connection, nothing decoded or followed. */
export function ask(
  origin: string,
  path: string,
  { method = 'GET', headers, body, agent }: Asked = {},
): Promise<Answer> {
  const { hostname, port } = new URL(origin)
  return new Promise((resolve, reject) => {
    const request = httpRequest(
      { hostname, port, path, method, headers: headers ?? {}, agent: agent ?? new Agent() },
      response => {
        const parts: Buffer[] = []
        response.on('data', (part: Buffer) => parts.push(part))
        response.on('error', reject)
        response.on('end', () => {
          const { statusCode = 0, rawHeaders } = response
          resolve({ status: statusCode, headers: response.headers, rawHeaders, body: Buffer.concat(parts) })
        })
      },
    )
    request.on('error', reject)
    request.end(body)
  })
}

/** Sends a request and goes away as soon as it is out, or as soon as the answer's head has come. */
export function askAndAbort(origin: string, path: string, when: 'sent' | 'answered'): Promise<void> {
  const { hostname, port } = new URL(origin)
  return new Promise(resolve => {
    const request = httpRequest({ hostname, port, path, agent: new Agent() })
    request.on('error', () => {})
    request.on('close', () => resolve())
    if (when === 'sent') request.on('finish', () => request.destroy())
    else request.on('response', () => request.destroy())
    request.end()
  })
}

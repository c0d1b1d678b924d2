import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** What a company's server reaches out to: answers what pages ask, and keeps what an SDK of Sentry sends. */
export interface Outside {
  readonly origin: string
  /** Items of envelopes that came since they were last taken. */
  takeItems(): EnvelopeItem[]
  end(): Promise<void>
}

export interface EnvelopeItem {
  readonly type: string
  readonly payload: Readonly<Record<string, unknown>>
}

export async function startOutside(): Promise<Outside> {
  let items: EnvelopeItem[] = []
  const server = createServer(async (request, response) => {
    const parts: Buffer[] = []
    for await (const part of request) parts.push(part as Buffer)
    if (request.url?.includes('/envelope/')) items.push(...itemsIn(Buffer.concat(parts).toString()))
    const by = new URL(request.url ?? '/', 'http://outside').searchParams.get('by')
    response.setHeader('Content-Type', 'application/json')
    response.end(JSON.stringify({ by }))
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    takeItems() {
      const taken = items
      items = []
      return taken
    },
    async end() {
      server.closeAllConnections()
      await new Promise(resolve => server.close(resolve))
    },
  }
}

/** An envelope is lines of JSON: its own head, and then a head and a payload for each item. */
function itemsIn(envelope: string): EnvelopeItem[] {
  const lines = envelope.split('\n').filter(line => line !== '')
  const items: EnvelopeItem[] = []
  for (let at = 1; at + 1 < lines.length; at += 2)
    items.push({ type: JSON.parse(lines[at] ?? '{}').type, payload: JSON.parse(lines[at + 1] ?? '{}') })
  return items
}

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ANSWERS, type Chance, chance, mutant, REQUESTS } from './mutate.ts'
import { cut, type Overheard, overhear } from './overhear.ts'

/** More with FUZZ_CASES=10000000; another start with FUZZ_SEED. */
const CASES = Number(process.env['FUZZ_CASES'] ?? 120_000)
const SEED = Number(process.env['FUZZ_SEED'] ?? 20_261_124)

/** All that must not depend on how the streams are cut: everything but times and what was only counted. */
function essence({ events, bodies, clear, refused }: Overheard): string {
  const told = events.map(event =>
    event.kind === 'tap-request-start'
      ? [event.request, event.method === null ? null : event.head, event.ordinal]
      : event.kind === 'tap-response-head'
        ? [event.request, event.status, event.head]
        : event.kind === 'tap-end'
          ? [
              event.request,
              event.sent.body,
              event.received?.body,
              event.received?.trailers,
              event.abortedBy,
              event.upgraded,
              event.sentAt === null,
            ]
          : event.kind === 'tap-not-understood'
            ? [event.request, event.from, event.reason]
            : [],
  )
  return JSON.stringify([told, [...bodies], clear, refused])
}

/** What holds for every pair of streams, understood or not. */
function check({ events, clear }: Overheard, client: Uint8Array): void {
  const started = new Set<number>()
  const ended = new Set<number>()
  let said = 0
  for (const event of events) {
    if (event.kind === 'tap-request-start') started.add(event.request)
    if (event.kind === 'tap-not-understood') said += 1
    if (event.kind !== 'tap-end') continue
    if (ended.has(event.request)) throw new Error(`request ${event.request} ended twice`)
    ended.add(event.request)
    for (const bytes of [event.sent, event.received]) {
      if (bytes && bytes.framed < bytes.body) throw new Error('a body is longer than its framing')
      if (bytes && bytes.framed < 0) throw new Error('a count below nothing')
    }
  }
  if (said > 1) throw new Error(`not understood was said ${said} times`)
  if (started.size !== ended.size) throw new Error(`${started.size} requests began, ${ended.size} ended`)
  if (clear > client.byteLength) throw new Error('clears more than came')
  if (events.some(event => event.kind === 'tap-not-understood' && event.reason.startsWith('Reading it failed')))
    throw new Error('the parser threw')
}

const places = ({ below }: Chance, length: number) => Array.from({ length: below(6) }, () => below(length + 1))
const everyByte = (length: number) => Array.from({ length }, (_, index) => index)

describe('a conversation of any bytes', () => {
  it(`is told the same however ${CASES} mutated streams are cut`, { timeout: 60_000 + CASES }, () => {
    const luck = chance(SEED)
    const understood = { yes: 0, no: 0 }
    let slowest = 0
    for (let index = 0; index < CASES; index += 1) {
      const client = mutant(REQUESTS, luck)
      const server = mutant(ANSWERS, luck)
      try {
        const began = performance.now()
        const whole = overhear({ client: [client], server: [server] })
        slowest = Math.max(slowest, performance.now() - began)
        check(whole, client)
        const fine = index % 16 === 0
        const pieces = overhear({
          client: cut(client, fine ? everyByte(client.byteLength) : places(luck, client.byteLength)),
          server: cut(server, fine ? everyByte(server.byteLength) : places(luck, server.byteLength)),
        })
        check(pieces, client)
        if (essence(pieces) !== essence(whole)) expect(essence(pieces)).toBe(essence(whole))
        understood[whole.events.some(event => event.kind === 'tap-not-understood') ? 'no' : 'yes'] += 1
      } catch (error) {
        const told = [client, server].map(bytes => JSON.stringify(Buffer.from(bytes).toString('latin1'))).join('\n')
        throw new Error(`case ${index} of seed ${SEED}:\n${told}`, { cause: error })
      }
    }
    // A test of nothing but refusals, or of nothing but whole messages, would say little.
    expect(understood.yes).toBeGreaterThan(CASES / 20)
    expect(understood.no).toBeGreaterThan(CASES / 20)
    // The longest stream is 2 kB: anything near this is a hang on its way (the bound leaves room for a busy machine).
    expect(slowest).toBeLessThan(1000)
  })

  it('bears bytes that are no text at all', () => {
    const bytes = fc.uint8Array({ maxLength: 400 })
    const cuts = fc.array(fc.nat(400), { maxLength: 5 })
    fc.assert(
      fc.property(bytes, bytes, cuts, cuts, (client, server, atClient, atServer) => {
        const whole = overhear({ client: [client], server: [server] })
        check(whole, client)
        const pieces = overhear({ client: cut(client, atClient), server: cut(server, atServer) })
        expect(essence(pieces)).toBe(essence(whole))
      }),
      { numRuns: 3000, seed: SEED },
    )
  })

  it('reads 4 MB in single bytes, and lines without end, in time that grows with the bytes alone', () => {
    const long = Buffer.from(`GET / HTTP/1.1\r\nHost: localhost\r\nX: ${'x'.repeat(900_000)}\r\n\r\n`)
    const chunks = Buffer.from(`HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n${'1\r\nx\r\n'.repeat(150_000)}`)
    const began = performance.now()
    const heard = overhear({
      client: cut(long, everyByte(long.byteLength)),
      server: cut(chunks, everyByte(chunks.byteLength)),
      end: 'server',
    })
    expect(performance.now() - began).toBeLessThan(10_000)
    expect(heard.events.find(event => event.kind === 'tap-end')).toMatchObject({ received: { body: 150_000 } })
  })
})

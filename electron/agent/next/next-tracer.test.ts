import { describe, expect, it } from 'vitest'
import { watchTracer } from './next-tracer.ts'
import type { SpanOutcome } from './tracer.ts'

const FILE = '/app/node_modules/next/dist/server/lib/trace/tracer.js'
const CALL = 'Render.getServerSideProps'
type Work = (...args: unknown[]) => unknown

/** As Next's, where nobody traces: it only runs the work. */
class Tracer {
  trace(...args: unknown[]): unknown {
    const [, second, third] = args
    return typeof second === 'function' ? (second as Work)() : (third as Work)()
  }
}

function watch(tracer: object = new Tracer(), wanted = CALL) {
  const seen: { type: string; page: string | null; outcome: SpanOutcome | null }[] = []
  const stop = watchTracer(
    { [FILE]: { exports: { getTracer: () => tracer } }, '/app/other.js': { exports: {} } },
    {
      wants: type => type === wanted,
      begin(type, page) {
        const one: (typeof seen)[number] = { type, page, outcome: null }
        seen.push(one)
        return outcome => {
          one.outcome = outcome
        }
      },
    },
  )
  return { tracer: tracer as Tracer, seen, stop }
}

describe('watchTracer', () => {
  it('tells how the wanted work ended, gives its value through, and leaves nothing behind', async () => {
    const { tracer, seen, stop } = watch()
    expect(await tracer.trace(CALL, { attributes: { 'next.route': '/p' } }, async () => 1)).toBe(1)
    expect(tracer.trace(CALL, () => 2)).toBe(2)
    const failure = new Error('no')
    await expect(tracer.trace(CALL, {}, () => Promise.reject(failure))).rejects.toBe(failure)
    expect(seen).toEqual([
      { type: CALL, page: '/p', outcome: { ok: true, value: 1 } },
      { type: CALL, page: null, outcome: { ok: true, value: 2 } },
      { type: CALL, page: null, outcome: { ok: false, error: failure } },
    ])
    stop?.()
    expect(Object.getOwnPropertyNames(tracer)).toEqual([])
    tracer.trace(CALL, () => 3)
    expect(seen).toHaveLength(3)
  })

  it('tells what fails around a page whose own tracer is out of reach', async () => {
    const { tracer, seen } = watch(new Tracer(), 'BaseServer.handleRequest')
    const failure = new Error('the render threw')
    await expect(tracer.trace('BaseServer.renderToResponseWithComponents', () => Promise.reject(failure))).rejects.toBe(
      failure,
    )
    expect(seen).toEqual([{ type: 'BaseServer.handleRequest', page: null, outcome: { ok: false, error: failure } }])
  })

  it('leaves other work as it came, and work that ends its span itself', () => {
    const { tracer, seen } = watch(
      new (class extends Tracer {
        override trace(...args: unknown[]): unknown {
          return args
        }
      })(),
    )
    const other = ['Other', {}, () => 1]
    const byItself = [CALL, {}, (_span: unknown, _done: unknown) => 1]
    const hidden = [CALL, { hideSpan: true }, () => 1]
    for (const args of [other, byItself, hidden]) expect(tracer.trace(...args)).toEqual(args)
    expect(seen).toEqual([])
  })

  it('says so where there is nothing to watch', () => {
    const watcher = { wants: () => true, begin: () => null }
    expect(watchTracer({}, watcher)).toBeNull()
    expect(watchTracer({ [FILE]: { exports: { getTracer: () => undefined } } }, watcher)).toBeNull()
    expect(watchTracer({ [FILE]: undefined }, watcher)).toBeNull()
  })
})

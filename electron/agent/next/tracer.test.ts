import { context, trace } from '@opentelemetry/api'
import { BasicTracerProvider, InMemorySpanExporter, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base'
import { afterEach, describe, expect, it } from 'vitest'
import { type SpanOutcome, watchSpans } from './tracer.ts'

const KEY = Symbol.for('opentelemetry.js.api.1')
const holder = globalThis as unknown as Record<symbol, unknown>
const CALL = { attributes: { 'next.span_type': 'Render.getServerSideProps', 'next.route': '/p' } }

afterEach(() => {
  trace.disable()
  context.disable()
  delete holder[KEY]
})

function watch() {
  const seen: { type: string; page: string | null; outcome: SpanOutcome | null }[] = []
  const stop = watchSpans(
    {
      wants: () => true,
      begin(type, page) {
        const one: (typeof seen)[number] = { type, page, outcome: null }
        seen.push(one)
        return outcome => {
          one.outcome = outcome
        }
      },
    },
    '1.9.0',
  )
  return { seen, stop }
}

describe('watchSpans', () => {
  it('sees the call of a server without any SDK, gives its value through untouched, and leaves nothing behind', async () => {
    const { seen, stop } = watch()
    const promise = Promise.resolve({ props: { a: 1 } })
    const given = trace.getTracer('next.js', '0.0.1').startActiveSpan('x', CALL, () => promise)
    expect(await given).toBe(await promise)
    expect(seen).toEqual([
      { type: 'Render.getServerSideProps', page: '/p', outcome: { ok: true, value: { props: { a: 1 } } } },
    ])
    stop()
    expect(Object.getOwnPropertySymbols(globalThis)).not.toContain(KEY)
  })

  it('gives a rejection through, and tells it', async () => {
    const { seen } = watch()
    const error = new Error('boom')
    await expect(trace.getTracer('next.js').startActiveSpan('x', CALL, () => Promise.reject(error))).rejects.toBe(error)
    expect(seen[0]?.outcome).toEqual({ ok: false, error })
    expect(() =>
      trace.getTracer('next.js').startActiveSpan('x', CALL, () => {
        throw error
      }),
    ).toThrow(error)
    expect(seen[1]?.outcome).toEqual({ ok: false, error })
  })

  it('keeps a registered SDK at work: its spans are as without us', async () => {
    const exporter = new InMemorySpanExporter()
    const provider = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] })
    trace.setGlobalTracerProvider(provider)
    const before = holder[KEY]
    const { seen, stop } = watch()
    await trace.getTracer('next.js').startActiveSpan('gssp', CALL, async span => {
      span.end()
      return { notFound: true }
    })
    trace.getTracer('their-own').startSpan('own').end()
    expect(exporter.getFinishedSpans().map(span => span.name)).toEqual(['gssp', 'own'])
    expect(seen).toHaveLength(1)
    stop()
    expect(holder[KEY]).toBe(before)
  })

  it('does not stand in the way of an SDK that registers later', async () => {
    const { seen, stop } = watch()
    const early = trace.getTracer('their-own')
    const exporter = new InMemorySpanExporter()
    const provider = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] })
    expect(trace.setGlobalTracerProvider(provider)).toBe(true)
    early.startSpan('kept from before').end()
    await trace.getTracer('next.js').startActiveSpan('gssp', CALL, async span => span.end())
    expect(exporter.getFinishedSpans().map(span => span.name)).toEqual(['kept from before', 'gssp'])
    expect(seen).toHaveLength(1)
    stop()
    trace.getTracer('next.js').startSpan('after we left').end()
    expect(exporter.getFinishedSpans()).toHaveLength(3)
  })

  it('is a mere pass-through for a tracer that outlives it', () => {
    const { seen, stop } = watch()
    const kept = trace.getTracer('next.js')
    stop()
    expect(kept.startActiveSpan('x', CALL, () => 42)).toBe(42)
    expect(seen).toEqual([])
  })
})

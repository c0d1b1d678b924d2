import { trace } from '@opentelemetry/api'
import { BasicTracerProvider, InMemorySpanExporter, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base'
import { afterEach, expect, it } from 'vitest'
import { watchedCall } from '../call/watched-call.ts'
import { watchOwnSpans } from './spans.ts'
import { watchUpstream } from './upstream.ts'

afterEach(() => trace.disable())

it('tells the spans of a database client, leaves the SDK’s own work alone, and is gone afterwards', async () => {
  const exporter = new InMemorySpanExporter()
  const provider = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] })
  // A client's instrumentation has its tracer long before we come.
  trace.setGlobalTracerProvider(provider)
  const tracer = trace.getTracer('@opentelemetry/instrumentation-pg')
  const call = watchedCall()
  const upstream = watchUpstream(call.node, call.guest, call.context, call.emit)
  const spans = watchOwnSpans(call.guest, call.context, upstream)
  spans.look()
  await call.run(async () => {
    const attributes = {
      'db.system': 'postgresql',
      'db.statement': 'SELECT 1',
      'net.peer.name': 'db',
      'net.peer.port': 5432,
    }
    const span = tracer.startSpan('pg.query', { attributes })
    tracer.startSpan('GET', { attributes: { 'http.method': 'GET' } }).end()
    await new Promise(done => setImmediate(done))
    span.setStatus({ code: 2, message: 'no such table' })
    span.end()
  })
  expect(call.of('upstream-start')).toMatchObject([
    { via: 'span', method: 'SELECT', url: 'postgresql://db:5432 SELECT 1' },
  ])
  expect(call.of('upstream-end')).toMatchObject([{ error: 'no such table' }])
  expect(exporter.getFinishedSpans().map(({ name }) => name)).toEqual(['GET', 'pg.query'])
  spans.stop()
  upstream.stop()
  await call.run(async () => tracer.startSpan('later', { attributes: { 'db.system': 'redis' } }).end())
  expect(call.of('upstream-start')).toHaveLength(1)
  expect(exporter.getFinishedSpans()).toHaveLength(3)
  call.stop()
  expect(call.guest.lastFault).toBe(null)
})

it('tells the spans of a provider that has no processor, by the tracers that it has made', async () => {
  const ended: string[] = []
  class Tracer {
    startSpan(name: string) {
      return { end: () => void ended.push(name) }
    }
  }
  class Provider {
    _tracers = new Map([['pg', new Tracer()]])
    getTracer() {
      return this._tracers.get('pg') as never
    }
  }
  trace.setGlobalTracerProvider(new Provider())
  const own = Tracer.prototype.startSpan
  const call = watchedCall()
  const upstream = watchUpstream(call.node, call.guest, call.context, call.emit)
  const spans = watchOwnSpans(call.guest, call.context, upstream)
  spans.look()
  await call.run(async () => {
    const span = trace
      .getTracer('pg')
      .startSpan('query', { attributes: { 'db.system': 'redis', 'db.statement': 'GET' } })
    trace.getTracer('pg').startSpan('of no interest').end()
    span.end()
    expect(Object.getOwnPropertyNames(span)).toEqual(['end'])
  })
  expect(call.of('upstream-start')).toMatchObject([{ via: 'span', method: 'GET', url: 'redis:// GET' }])
  expect(call.of('upstream-end')).toMatchObject([{ error: null }])
  expect(ended).toEqual(['of no interest', 'query'])
  spans.stop()
  upstream.stop()
  call.stop()
  expect(Tracer.prototype.startSpan).toBe(own)
  expect(call.guest.lastFault).toBe(null)
})

import { trace } from '@opentelemetry/api'
import { InMemorySpanExporter, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-node'
import { registerOTel } from '@vercel/otel'
import { spansOf } from './spans.js'

export function enter(company) {
  const exporter = new InMemorySpanExporter()
  registerOTel({ serviceName: 'company', spanProcessors: [new SimpleSpanProcessor(exporter)] })
  company.saw.vercel = spansOf(exporter, trace.getTracerProvider().getDelegate())
}

import { trace } from '@opentelemetry/api'

/** The spans of one trace as plain data, and whether the provider that was registered is still OpenTelemetry's own. */
export function spansOf(exporter, provider) {
  const key = Symbol.for('opentelemetry.js.api.1')
  const registered = globalThis[key].trace
  return ({ traceId }) => ({
    isProvider: trace.getTracerProvider().getDelegate() === provider && globalThis[key].trace === registered,
    spans: exporter
      .getFinishedSpans()
      .filter(span => span.spanContext().traceId === traceId)
      .map(span => ({
        id: span.spanContext().spanId,
        parent: span.parentSpanContext?.spanId ?? null,
        name: span.name,
        kind: span.kind,
        scope: span.instrumentationScope.name,
        attributes: span.attributes,
        status: span.status,
        events: span.events.map(({ name, attributes }) => ({ name, attributes })),
        links: span.links.length,
      })),
  })
}

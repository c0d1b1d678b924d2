import type { ExchangeSummary, Phase } from '../../shared/exchange.ts'

export interface Segment {
  /** `rest`: time that no phase explains. `open`: still running. `upstream`: one call inside getServerSideProps. */
  readonly name: Phase['name'] | 'rest' | 'open' | 'upstream'
  /** In percent of the axis, between 0 and 100. */
  readonly left: number
  readonly width: number
}

export interface Bar {
  readonly segments: readonly Segment[]
  /** It goes on beyond the axis. */
  readonly cut: boolean
  /** Where it ends in percent of the axis; null where it is cut. */
  readonly end: number | null
}

/**
 * The bar of one row on an axis of `maxMs`. Phases may overlap and come in any order, and nothing of a row is trusted: what is
 * negative, not a number or beyond the axis is cut to it. `elapsedMs` is how long a running request has taken so far.
 */
export function layOutBar(row: ExchangeSummary, maxMs: number, elapsedMs: number): Bar {
  const percent = (ms: number) => Math.min(100, Math.max(0, (ms / maxMs) * 100)) || 0
  const length = row.durationMs ?? (row.state === 'running' ? elapsedMs : lastKnown(row))
  const segments: Segment[] = []
  const put = (name: Segment['name'], from: number, to: number) => {
    const left = percent(from)
    const width = percent(to) - left
    if (width > 0 || (to >= from && left < 100)) segments.push({ name, left, width: Math.max(0, width) })
  }
  // The call is a phase only when it has ended.
  const openFrom =
    row.state !== 'running' ? null : row.calling && row.callStartMs !== null ? row.callStartMs : lastKnown(row)
  put('rest', 0, openFrom ?? length)
  for (const phase of row.phases) put(phase.name, phase.startMs, phase.startMs + phase.durationMs)
  if (openFrom !== null) put('open', openFrom, length)
  const callEnds = row.callStartMs !== null && row.callMs !== null ? row.callStartMs + row.callMs : length
  for (const [startMs, durationMs] of row.upstream) {
    put('upstream', startMs, Math.min(callEnds, durationMs === null ? callEnds : startMs + durationMs))
  }
  const cut = length > maxMs
  return { segments, cut, end: cut ? null : percent(length) }
}

function lastKnown(row: ExchangeSummary): number {
  return row.phases.reduce((end, phase) => Math.max(end, phase.startMs + phase.durationMs), 0)
}

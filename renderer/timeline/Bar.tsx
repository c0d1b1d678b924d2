import type { ExchangeSummary } from '../../shared/exchange.ts'
import { cx } from '../ui/cx.ts'
import { formatCountOf, formatMs } from '../ui/format.ts'
import styles from './Bar.module.css'
import type { Axis } from './scale.ts'
import { layOutBar } from './waterfall.ts'

export interface BarProps {
  readonly row: ExchangeSummary
  readonly axis: Axis
  readonly elapsedMs: number
}

/** One row of the waterfall. */
export function Bar({ row, axis, elapsedMs }: BarProps) {
  const bar = layOutBar(row, axis.maxMs, elapsedMs)
  const failed = row.outcome === 'error'
  return (
    <span className={styles['bar']} title={describe(row)}>
      {bar.segments.map((segment, index) => (
        <i
          // Phases have no identity of their own, and a changed row draws its few segments anew.
          // biome-ignore lint/suspicious/noArrayIndexKey: see above
          key={index}
          className={cx(styles[segment.name], failed && segment.name === 'getServerSideProps' && styles['failed'])}
          style={{ left: `${segment.left}%`, width: `${segment.width}%` }}
        />
      ))}
      {row.aborted && bar.end !== null ? <i className={styles['aborted']} style={{ left: `${bar.end}%` }} /> : null}
      {bar.cut ? <span className={styles['cut']}>{formatMs(row.durationMs ?? elapsedMs)}</span> : null}
    </span>
  )
}

function describe(row: ExchangeSummary): string {
  const phases = row.phases.map(phase => `${phase.name} ${formatMs(phase.durationMs)}`)
  const upstream = row.upstream.length === 0 ? '' : formatCountOf(row.upstream.length, 'upstream call')
  const whole = row.durationMs === null ? 'still running' : `whole request ${formatMs(row.durationMs)}`
  return [...phases, upstream, whole, row.aborted ? 'the client went away' : ''].filter(Boolean).join(' · ')
}

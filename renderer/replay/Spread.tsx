import { CircleX } from 'lucide-react'
import type { Distribution, Measure, ReplayRun, ReplaySample } from '../../shared/replay.ts'
import { MEASURES } from '../../shared/replay.ts'
import { formatBytes, formatCount, formatCountOf, formatMs } from '../ui/format.ts'
import { safeText } from '../ui/safe-text.ts'
import { Histogram } from './Histogram.tsx'
import styles from './Spread.module.css'

const NAMES: Readonly<Record<Measure, string>> = {
  callMs: 'getServerSideProps',
  ttfbMs: 'First byte',
  totalMs: 'Whole answer',
  bytes: 'Bytes as sent',
}

/** How the answers of a run lie: each measure's order statistics and histogram, the first answer apart. */
export function Spread({ run }: { readonly run: ReplayRun }) {
  const statuses = run.statuses.map(({ status, count }) => `${formatCount(count)} × ${status}`)
  const failed = run.latest.find(({ error }) => error !== null && error !== 'cancelled')?.error
  return (
    <div className={styles['spread']}>
      <p className={styles['statuses']}>
        {statuses.length === 0 ? 'No whole answer yet' : statuses.join(', ')}
        {run.errors === 0 ? null : (
          <span className={styles['errors']}>
            <CircleX aria-hidden /> {formatCountOf(run.errors, 'error')}
            {failed === undefined || failed === null ? '' : `: ${safeText(failed)}`}
          </span>
        )}
      </p>
      <div className={styles['scroll']}>
        <table className={styles['table']}>
          <thead>
            <tr>
              <th scope="col">
                <span className={styles['hidden']}>Measure</span>
              </th>
              <th scope="col" title="Set apart: it may have found nothing compiled and nothing warm">
                first
              </th>
              <th scope="col">min</th>
              <th scope="col">p50</th>
              <th scope="col">p95</th>
              <th scope="col">max</th>
              <th scope="col">{run.spread.totalMs ? `the other ${formatCount(run.spread.totalMs.count)}` : ''}</th>
            </tr>
          </thead>
          <tbody>
            {MEASURES.map(measure => (
              <Line key={measure} measure={measure} first={run.first} spread={run.spread[measure]} />
            ))}
          </tbody>
        </table>
      </div>
    </div>
  )
}

interface LineProps {
  readonly measure: Measure
  readonly first: ReplaySample | null
  readonly spread: Distribution | null
}

function Line({ measure, first, spread }: LineProps) {
  const value = (number: number | null) =>
    measure === 'bytes' ? formatBytes(number === null ? null : Math.round(number)) : formatMs(number)
  if (spread === null && (first?.[measure] ?? null) === null) return null
  return (
    <tr>
      <th scope="row">{NAMES[measure]}</th>
      <td className={styles['first']}>{value(first?.[measure] ?? null)}</td>
      <td>{value(spread?.min ?? null)}</td>
      <td className={styles['middle']}>{value(spread?.p50 ?? null)}</td>
      <td>{value(spread?.p95 ?? null)}</td>
      <td>{value(spread?.max ?? null)}</td>
      <td className={styles['histogram']}>
        {spread === null || spread.bins.length === 1 ? null : (
          <Histogram spread={spread} value={value} name={NAMES[measure]} />
        )}
      </td>
    </tr>
  )
}

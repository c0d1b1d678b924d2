import type { ReactNode } from 'react'
import { cx } from '../../ui/cx.ts'
import { formatMs } from '../../ui/format.ts'
import bars from '../parts/Bars.module.css'
import styles from './TimeTable.module.css'

export interface TimeRow {
  readonly key: string
  readonly label: string
  /** What the row is, for its tooltip. */
  readonly means: string
  /** Names of the bar's looks in the style sheet. */
  readonly looks: readonly string[]
  /** Where the bar is, as shares of the whole width. */
  readonly left: number
  readonly width: number
  readonly startMs: number
  readonly duration: ReactNode
}

/** Parts of one request as bars on its own axis, which ends at `totalMs`. `of`: what a row is. */
export function TimeTable({
  of,
  totalMs,
  rows,
}: {
  readonly of: string
  readonly totalMs: number
  readonly rows: readonly TimeRow[]
}) {
  return (
    <table className={cx(bars['table'], styles['phases'])}>
      <thead>
        <tr>
          <th scope="col">{of}</th>
          <td aria-hidden="true" className={styles['scale']}>
            <span>0</span>
            <span>{formatMs(totalMs / 2)}</span>
            <span>{formatMs(totalMs)}</span>
          </td>
          <th scope="col">Start</th>
          <th scope="col">Duration</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(row => (
          <tr key={row.key}>
            <th scope="row" title={row.means}>
              {row.label}
            </th>
            <td aria-hidden="true">
              <span className={cx(bars['track'], bars['axis'], styles['track'])}>
                <i
                  className={cx(...row.looks.map(look => styles[look] ?? bars[look]))}
                  style={{ left: `${row.left * 100}%`, width: `max(2px, ${row.width * 100}%)` }}
                />
              </span>
            </td>
            <td>{formatMs(row.startMs)}</td>
            <td>{row.duration}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

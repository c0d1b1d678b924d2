import { useState } from 'react'
import type { UpstreamCall } from '../../../shared/exchange.ts'
import { cx } from '../../ui/cx.ts'
import { formatBytes, formatMs } from '../../ui/format.ts'
import { safeText, shorten } from '../../ui/safe-text.ts'
import bars from '../parts/Bars.module.css'
import type { CallRow } from './call-rows.ts'
import styles from './UpstreamCalls.module.css'
import { UpstreamDetails } from './UpstreamDetails.tsx'

export interface UpstreamCallsProps {
  readonly rows: readonly CallRow[]
  /** What the whole axis stands for. */
  readonly totalMs: number
  /** Of the server whose call it was. */
  readonly origin: string
}

/** The upstream calls as a waterfall on the call's own axis; each opens to all that is known of it. */
export function UpstreamCalls({ rows, totalMs, origin }: UpstreamCallsProps) {
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set())
  const toggle = (id: string) => {
    const next = new Set(open)
    if (!next.delete(id)) next.add(id)
    setOpen(next)
  }
  return (
    <div className={styles['calls']}>
      <div className={styles['scale']} aria-hidden="true">
        <span />
        <span>
          <b>0</b>
          <b>{formatMs(totalMs / 2)}</b>
          <b>{formatMs(totalMs)}</b>
        </span>
        <span />
        <span />
      </div>
      <ol>
        {rows.map(row => (
          <li key={row.id}>
            <button
              type="button"
              className={styles['row']}
              aria-expanded={open.has(row.id)}
              onClick={() => toggle(row.id)}
            >
              <span className={styles['what']} title={safeText(shorten(`${row.call.method} ${row.call.url}`, 600))}>
                <b>{safeText(shorten(row.call.method, 12))}</b> {safeText(shorten(row.label, 300))}{' '}
                <small>{safeText(shorten(row.host, 100))}</small>
              </span>
              <span className={cx(bars['track'], bars['axis'], styles['track'])} aria-hidden="true">
                <i
                  className={cx(row.failed && styles['failed'], row.call.durationMs === null && bars['open'])}
                  style={{ left: `${row.left * 100}%`, width: `max(3px, ${row.width * 100}%)` }}
                >
                  {row.head === null || row.width <= 0 ? null : (
                    <u style={{ width: `${Math.min(100, (row.head / row.width) * 100)}%` }} />
                  )}
                </i>
              </span>
              <span className={cx(styles['status'], row.failed && styles['bad'])}>{statusOf(row.call)}</span>
              <span className={styles['number']}>{durationOf(row.call)}</span>
              <span className={styles['number']}>{formatBytes(row.call.responseBytes)}</span>
            </button>
            {open.has(row.id) ? <UpstreamDetails call={row.call} origin={origin} /> : null}
          </li>
        ))}
      </ol>
    </div>
  )
}

function statusOf({ status, error, via, method, durationMs }: UpstreamCall): string {
  if (status !== null) return String(status)
  if (error !== null) return 'failed'
  if (via === 'socket') return method
  if (via === 'span') return 'span'
  return durationMs === null ? '…' : '–'
}

const durationOf = ({ durationMs }: UpstreamCall) => (durationMs === null ? 'end not seen' : formatMs(durationMs))

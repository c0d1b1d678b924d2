import type { ReactNode } from 'react'
import type { Exchange, Ledger } from '../../../shared/exchange.ts'
import { cx } from '../../ui/cx.ts'
import { formatBytes, formatCountOf, formatShare } from '../../ui/format.ts'
import { safeText, shorten } from '../../ui/safe-text.ts'
import { encodingOf } from '../message/body-preview.ts'
import bars from '../parts/Bars.module.css'
import { Card } from '../parts/Card.tsx'
import { Unknown } from '../parts/Unknown.tsx'
import styles from './LedgerCard.module.css'
import { ESTIMATE, escapingOf, type LedgerRow, ledgerRows, shareOf } from './ledger-rows.ts'

export interface LedgerCardProps {
  readonly exchange: Exchange
  readonly ledger: Ledger
  readonly children?: ReactNode
}

/** Where the bytes are: the props on their way to the wire, each step on one scale, and what share of it they are. */
export function LedgerCard({ exchange, ledger, children }: LedgerCardProps) {
  const { response, kind } = exchange
  const encoding = exchange.wire?.encoding ?? (response === null ? null : encodingOf(response))
  const rows = ledgerRows(ledger, kind, encoding)
  const most = Math.max(1, ...rows.map(({ bytes }) => bytes ?? 0))
  const escaping = escapingOf(ledger)
  return (
    <Card title="Where the bytes are" aside={children}>
      <table className={cx(bars['table'], styles['ledger'])}>
        <thead>
          <tr>
            <th scope="col">Bytes of</th>
            <td aria-hidden="true" />
            <th scope="col">Size</th>
            <th scope="col">Props</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(row => (
            <tr key={row.id}>
              <th scope="row" title={safeText(row.means)}>
                {row.label}
                {row.id === 'wire' && encoding !== null ? <small>{safeText(shorten(encoding, 16))}</small> : null}
              </th>
              <td aria-hidden="true">
                <Track row={row} most={most} />
              </td>
              <td>
                {row.bytes === null ? (
                  <Unknown
                    why={row.id === 'wire' ? 'the wire was not watched' : 'it could not be found in the answer'}
                  />
                ) : (
                  <span title={formatCountOf(row.bytes, 'byte')}>{formatBytes(row.bytes)}</span>
                )}
              </td>
              <td>
                <Share row={row} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className={styles['words']}>
        {escaping === null ? null : (
          <>
            Escaping added {formatCountOf(escaping, 'byte')} ({formatShare(escaping / Math.max(1, ledger.props))}).{' '}
          </>
        )}
        {ledger.wire !== null && encoding !== null && ledger.wire < ledger.document ? (
          <>
            Compression sent {formatShare(ledger.wire / Math.max(1, ledger.document))} of the{' '}
            {kind === 'data' || kind === 'prefetch' ? 'answer' : 'document'}’s bytes.{' '}
          </>
        ) : null}
        {rows.some(({ estimated }) => estimated) ? (
          <span title={ESTIMATE}>
            ≈ is an <span className={styles['estimate']}>estimate</span>: the answer compressed anew, with and without
            its props.
          </span>
        ) : null}
      </p>
    </Card>
  )
}

function Track({ row, most }: { readonly row: LedgerRow; readonly most: number }) {
  const { bytes, props, estimated } = row
  if (bytes === null) return <span className={bars['track']} />
  const percent = (part: number) => `max(2px, ${(Math.min(part, bytes) / most) * 100}%)`
  return (
    <span className={cx(bars['track'], styles['track'])}>
      {bytes === 0 ? null : <i className={styles['whole']} style={{ width: percent(bytes) }} />}
      {props === null || props === 0 ? null : (
        <i className={cx(styles['props'], estimated && styles['estimated'])} style={{ width: percent(props) }} />
      )}
    </span>
  )
}

function Share({ row }: { readonly row: LedgerRow }) {
  const share = shareOf(row)
  if (row.id === 'props' || row.id === 'embedded') return null
  if (share === null || row.props === null) {
    return (
      <Unknown
        why={row.id === 'wire' ? 'the share on the wire was not worked out' : 'the props were not found in it'}
      />
    )
  }
  const size = formatCountOf(row.props, 'byte')
  return row.estimated ? (
    <span className={styles['estimate']} title={`About ${size}. ${ESTIMATE}`}>
      ≈ {formatShare(share)}
    </span>
  ) : (
    <span title={size}>{formatShare(share)}</span>
  )
}

import { useState } from 'react'
import type { ExchangeSummary } from '../../shared/exchange.ts'
import { feed } from '../state/backend.ts'
import { EmptyState } from '../ui/EmptyState.tsx'
import { formatBytes, formatClock } from '../ui/format.ts'
import { safeText, shorten } from '../ui/safe-text.ts'
import { TextInput } from '../ui/TextInput.tsx'
import styles from './CompareView.module.css'

const SHOWN = 100

/** An exchange in a few words. */
export function nameOf(id: string): string {
  const row = feed.all.get(id)
  return row ? `${shorten(safeText(row.url), 80)} at ${formatClock(row.startedAt, true)}` : 'an exchange that is gone'
}

/** Which exchange to compare with: those of the same page first, the newest first. */
export function OtherPicker({ id, onPick }: { readonly id: string; readonly onPick: (id: string) => void }) {
  const [text, setText] = useState('')
  const page = feed.all.get(id)?.page ?? null
  const rows = candidates(id, page, text)
  return (
    <div className={styles['view']}>
      <div className={styles['ignore']}>
        <span aria-hidden="true">Compare with</span>
        <TextInput
          label="Filter the exchanges to compare with"
          placeholder="page or URL"
          value={text}
          onChange={event => setText(event.target.value)}
        />
      </div>
      {rows.length === 0 ? (
        <EmptyState title="Nothing to compare with">
          No other exchange with props is captured that fits. Request the page again, or another one.
        </EmptyState>
      ) : (
        <ul className={styles['others']}>
          {rows.map(row => (
            <li key={row.id}>
              <button type="button" onClick={() => onPick(row.id)}>
                <b>{safeText(row.page ?? 'no page')}</b>
                <span>{safeText(shorten(row.url, 160))}</span>
                <small>{formatClock(row.startedAt, true)}</small>
                <small>{formatBytes(row.propsBytes)}</small>
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}

function candidates(id: string, page: string | null, text: string): ExchangeSummary[] {
  const wanted = text.toLowerCase()
  const same: ExchangeSummary[] = []
  const others: ExchangeSummary[] = []
  for (let at = feed.all.length - 1; at >= 0 && same.length < SHOWN; at--) {
    const row = feed.all.at(at)
    if (!row || row.id === id || row.propsBytes === null) continue
    if (!`${row.page ?? ''} ${row.url}`.toLowerCase().includes(wanted)) continue
    if (row.page === page) same.push(row)
    else if (others.length < SHOWN) others.push(row)
  }
  return [...same, ...others].slice(0, SHOWN)
}

import { useMemo } from 'react'
import type { Kind } from '../../shared/exchange.ts'
import { parseFilter } from '../../shared/filter/parse.ts'
import { FilterChips } from '../filter/FilterChips.tsx'
import { setFilter, useFilter } from '../state/filter-state.ts'
import { useRows } from '../state/rows-hooks.ts'
import { formatCount } from '../ui/format.ts'
import { KINDS, kindLabel, namesKinds, toggleKind } from './filter.ts'
import styles from './ListHead.module.css'

const HINTS: Record<Kind, string> = {
  document: 'HTML documents',
  data: 'Client transitions: /_next/data',
  prefetch: 'Prefetched data',
  api: 'API routes',
  asset: 'Scripts, styles, images',
  other: 'Everything else',
}

/** What the list is, how much of it the filter shows, and which kinds. */
export function ListHead() {
  const { all, shown } = useRows()
  const filter = useFilter(state => state.filter)
  const named = useMemo(() => namesKinds(parseFilter(filter.text)), [filter.text])
  return (
    <div className={styles['head']}>
      <h2 className={styles['title']}>Timeline</h2>
      <span className={styles['count']}>
        {formatCount(shown.length)}
        {shown.length < all.length ? ` of ${formatCount(all.length)}` : ''}
      </span>
      <FilterChips />
      <fieldset className={styles['kinds']} aria-label="Kinds of requests">
        {KINDS.map(kind => (
          <button
            key={kind}
            type="button"
            className={styles['kind']}
            aria-pressed={!named && filter.kinds.has(kind)}
            title={named ? 'The filter says itself which kinds it wants' : HINTS[kind]}
            disabled={named}
            onClick={() => setFilter(toggleKind(filter, kind))}
          >
            {kindLabel(kind)}
          </button>
        ))}
      </fieldset>
    </div>
  )
}

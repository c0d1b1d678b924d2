import { X } from 'lucide-react'
import { useMemo } from 'react'
import type { Kind } from '../../shared/exchange.ts'
import { parseFilter } from '../../shared/filter/parse.ts'
import { FilterChips } from '../filter/FilterChips.tsx'
import { setFilter, useFilter } from '../state/filter-state.ts'
import { changeLayout, useLayout } from '../state/layout-state.ts'
import { useRows } from '../state/rows-hooks.ts'
import { useStore } from '../state/store.ts'
import { formatCount, formatCountOf } from '../ui/format.ts'
import { KINDS, kindLabel, namesKinds, toggleKind } from './filter.ts'
import styles from './ListHead.module.css'
import { ListMenu } from './ListMenu.tsx'
import { COLUMNS } from './rows/columns.ts'

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
      <LetGo />
      <SortedBy />
      <span className={styles['space']} />
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
      <ListMenu />
    </div>
  )
}

/** Says calmly that the list does not hold all there was. */
function LetGo() {
  const evicted = useStore(state => state.app?.counts.evicted ?? 0)
  return evicted === 0 ? null : (
    <span className={styles['note']} title="Propscope keeps the newest 100,000 requests; older ones are let go">
      {formatCountOf(evicted, 'older one')} let go
    </span>
  )
}

function SortedBy() {
  const sorting = useLayout(state => state.sorting)
  const name = COLUMNS.find(({ id }) => id === sorting?.column)?.name
  return sorting === null || name === undefined ? null : (
    <button type="button" className={styles['sorted']} onClick={() => changeLayout({ sorting: null })}>
      by {name.toLowerCase()} {sorting.down ? '↓' : '↑'}
      <X aria-label="Back to the order of their starts" role="img" />
    </button>
  )
}

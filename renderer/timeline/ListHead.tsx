import { X } from 'lucide-react'
import { useMemo } from 'react'
import type { Kind } from '../../shared/exchange.ts'
import { parseFilter } from '../../shared/filter/parse.ts'
import { FilterChips } from '../filter/FilterChips.tsx'
import { changeFilter, setFilter, useFilter } from '../state/filter-state.ts'
import { changeLayout, type ListView, useLayout } from '../state/layout-state.ts'
import { useRows, useRowsFact } from '../state/rows-hooks.ts'
import { useStore } from '../state/store.ts'
import chipStyles from '../ui/Chip.module.css'
import { cx } from '../ui/cx.ts'
import { formatClock, formatCount, formatCountOf } from '../ui/format.ts'
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

/** Where the focus goes when what had it is gone. */
const focusTimeline = () => document.getElementById('timeline')?.focus()

/** What the list is, how much of it the filter shows, and which kinds. */
export function ListHead() {
  const filter = useFilter(state => state.filter)
  const named = useMemo(() => namesKinds(parseFilter(filter.text)), [filter.text])
  const view = useLayout(layout => layout.view)
  return (
    <div className={styles['head']}>
      <Views />
      <h2 className={styles['unseen']}>{view === 'timeline' ? 'Timeline' : 'Routes'}</h2>
      <Count />
      <Fetching />
      <LetGo />
      <SortedBy />
      <Window />
      <span className={styles['space']} />
      <FilterChips />
      <fieldset className={cx(chipStyles['chips'], styles['kinds'])} aria-label="Kinds of requests">
        {KINDS.map(kind => (
          <button
            key={kind}
            type="button"
            className={chipStyles['chip']}
            aria-pressed={!named && filter.kinds.has(kind)}
            title={named ? 'The filter says itself which kinds it wants' : HINTS[kind]}
            disabled={named}
            onClick={() => setFilter(toggleKind(filter, kind))}
          >
            {kindLabel(kind)}
          </button>
        ))}
      </fieldset>
      {view === 'timeline' ? <ListMenu /> : null}
    </div>
  )
}

/** By itself: it changes with every row, and nothing else of the head does. */
function Count() {
  const { all, shown } = useRows()
  return (
    <span className={styles['count']}>
      {formatCount(shown.length)}
      {shown.length < all.length ? ` of ${formatCount(all.length)}` : ''}
    </span>
  )
}

/** A long list comes part by part; what is there can be used meanwhile. */
function Fetching() {
  const there = useRowsFact(({ fetching, all }) => (fetching ? all.length : null))
  const count = useStore(state => state.app?.counts.exchanges ?? 0)
  return there === null || count <= there ? null : (
    <span className={styles['note']}>
      fetched {formatCount(there)} of {formatCountOf(count, 'request')} …
    </span>
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
    <button
      type="button"
      className={styles['sorted']}
      onClick={() => {
        changeLayout({ sorting: null })
        focusTimeline()
      }}
    >
      by {name.toLowerCase()} {sorting.down ? '↓' : '↑'}
      <X aria-label="Back to the order of their starts" role="img" />
    </button>
  )
}

/** The window of time that the overview has chosen. */
function Window() {
  const window = useFilter(state => state.filter.window)
  if (window === null) return null
  const precise = window.toMs - window.fromMs < 10_000
  return (
    <button
      type="button"
      className={styles['sorted']}
      onClick={() => {
        changeFilter({ window: null })
        focusTimeline()
      }}
    >
      {formatClock(window.fromMs, precise)} – {formatClock(window.toMs, precise)}
      <X aria-label="Show all times" role="img" />
    </button>
  )
}

const VIEWS: readonly { readonly view: ListView; readonly label: string; readonly title: string }[] = [
  { view: 'timeline', label: 'Timeline', title: 'One row a request' },
  { view: 'routes', label: 'Routes', title: 'One row a page' },
]

/** The same requests, one by one or by their pages. */
function Views() {
  const now = useLayout(layout => layout.view)
  return (
    <nav className={styles['views']} aria-label="Views">
      {VIEWS.map(({ view, label, title }) => (
        <button
          key={view}
          type="button"
          className={styles['view']}
          aria-current={view === now ? 'page' : undefined}
          title={title}
          onClick={() => changeLayout({ view })}
        >
          {label}
        </button>
      ))}
    </nav>
  )
}

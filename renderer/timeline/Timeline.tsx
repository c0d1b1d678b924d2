import { useVirtualizer } from '@tanstack/react-virtual'
import { ArrowDown } from 'lucide-react'
import { type CSSProperties, useCallback, useEffect, useRef } from 'react'
import type { ExchangeSummary } from '../../shared/exchange.ts'
import { useRows } from '../state/rows-hooks.ts'
import { select } from '../state/selection.ts'
import { inView } from '../state/servers.ts'
import { useStore } from '../state/store.ts'
import { isWireOnly } from '../tap/tap-words.ts'
import { cx } from '../ui/cx.ts'
import { formatCount } from '../ui/format.ts'
import { safeText, shorten } from '../ui/safe-text.ts'
import columns from './columns.module.css'
import { HeaderRow } from './HeaderRow.tsx'
import { NoRows } from './NoRows.tsx'
import { isMate, railOf } from './navigation.ts'
import { Row } from './Row.tsx'
import styles from './Timeline.module.css'
import { displayUrl } from './texts.ts'
import { useAxis } from './use-axis.ts'
import { useNow } from './use-now.ts'
import { useTail } from './use-tail.ts'
import { useTellViewport } from './viewport.ts'

/** Heights in px; the same as `--row` and `--row-head`. */
const ROW = 28
const HEAD = 26
const rowDomId = (id: string) => `row-${id}`

/** The rows: virtualised, live, one tab stop. Keys are handled by the app (`use-keys.ts`). */
export function Timeline() {
  const { all, shown, wired, version } = useRows()
  const tapped = useStore(
    ({ app, chosen }) => app !== null && inView(app, chosen).servers.some(({ tap }) => tap.kind === 'open'),
  )
  const wireOnly = useStore(({ app, chosen }) => {
    const servers = app === null ? [] : inView(app, chosen).servers
    return servers.length > 0 && servers.every(isWireOnly)
  })
  const selected = useStore(state => state.selected)
  const axis = useAxis()
  const scroller = useRef<HTMLDivElement>(null)
  const virtual = useVirtualizer({
    count: shown.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW,
    overscan: 12,
    scrollMargin: HEAD,
    scrollPaddingStart: HEAD,
  })
  const tail = useTail({ scroller, shown, version, selected, rowHeight: ROW })
  const items = virtual.getVirtualItems()
  const now = useNow(items.some(item => shown.at(item.index)?.state === 'running'))
  useTellViewport(virtual.range?.startIndex ?? null, virtual.range?.endIndex ?? null)
  useEffect(() => {
    const index = selected === null ? -1 : shown.indexOf(selected)
    if (index >= 0) virtual.scrollToIndex(index, { align: 'auto' })
  }, [selected, shown, virtual])

  const chosen = selected === null ? undefined : all.get(selected)
  const onSelect = useCallback((id: string) => select(id, true), [])
  const active = items.some(item => shown.at(item.index)?.id === selected) ? selected : null
  const tickShare = `${((axis.ticks[1] ?? axis.maxMs) / axis.maxMs) * 100}%`
  return (
    <div className={cx(styles['timeline'], (wired || tapped) && columns['wired'], wireOnly && columns['wireOnly'])}>
      {/* biome-ignore lint/a11y/useSemanticElements: a virtualised grid cannot be a table */}
      <div
        role="grid"
        aria-label="Timeline"
        aria-rowcount={shown.length + 1}
        aria-activedescendant={active === null ? undefined : rowDomId(active)}
        tabIndex={0}
        id="timeline"
        ref={scroller}
        className={styles['grid']}
        onScroll={tail.onScroll}
      >
        <HeaderRow axis={axis} />
        {shown.length === 0 ? null : (
          // biome-ignore lint/a11y/useSemanticElements: see above
          <div
            role="rowgroup"
            className={styles['rows']}
            style={{ height: virtual.getTotalSize(), '--tick': tickShare } as CSSProperties}
          >
            {items.map(item => {
              const row = shown.at(item.index)
              return row ? (
                <Row
                  key={row.id}
                  row={row}
                  domId={rowDomId(row.id)}
                  ariaIndex={item.index + 2}
                  top={item.start - HEAD}
                  selected={row.id === selected}
                  rail={railOf(shown.at(item.index - 1), row, shown.at(item.index + 1))}
                  railTitle={railTitle(row.navigation === null ? undefined : all.get(row.navigation))}
                  mate={isMate(row, chosen)}
                  axis={axis}
                  now={row.state === 'running' ? now : null}
                  onSelect={onSelect}
                />
              ) : null
            })}
          </div>
        )}
      </div>
      {shown.length === 0 ? <NoRows /> : null}
      {tail.newRows > 0 ? (
        <button type="button" className={styles['pill']} onClick={tail.follow}>
          <ArrowDown aria-hidden /> {formatCount(tail.newRows)} new
        </button>
      ) : null}
    </div>
  )
}

function railTitle(began: ExchangeSummary | undefined): string | undefined {
  return began && `One navigation, begun by ${began.method} ${safeText(shorten(displayUrl(began), 200))}`
}

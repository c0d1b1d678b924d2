import { ArrowDown } from 'lucide-react'
import { type CSSProperties, useMemo, useRef, useState } from 'react'
import { feed } from '../state/backend.ts'
import { useLayout } from '../state/layout-state.ts'
import { useRows } from '../state/rows-hooks.ts'
import { select } from '../state/selection.ts'
import { inView } from '../state/servers.ts'
import { useStore } from '../state/store.ts'
import { isWireOnly } from '../tap/tap-words.ts'
import { formatCount } from '../ui/format.ts'
import { useWidth } from '../ui/use-size.ts'
import { HeaderRow } from './HeaderRow.tsx'
import { HoverCard } from './HoverCard.tsx'
import { NoRows } from './NoRows.tsx'
import { fitColumns, templateOf, widthsOf } from './rows/columns.ts'
import styles from './Timeline.module.css'
import { useAxis } from './use-axis.ts'
import { useRowList } from './use-row-list.ts'

/** The rows: virtualised, live, one tab stop. Keys are commands (`renderer/commands`); the rows themselves are drawn by `rows/`. */
export function Timeline() {
  const { listed, wired } = useRows()
  const tapped = useStore(
    ({ app, chosen }) => app !== null && inView(app, chosen).servers.some(({ tap }) => tap.kind === 'open'),
  )
  const wireOnly = useStore(({ app, chosen }) => {
    const servers = app === null ? [] : inView(app, chosen).servers
    return servers.length > 0 && servers.every(isWireOnly)
  })
  const axis = useAxis()
  const box = useRef<HTMLDivElement>(null)
  const scroller = useRef<HTMLDivElement>(null)
  const body = useRef<HTMLDivElement>(null)
  const band = useRef<HTMLDivElement>(null)
  const ruler = useRef<HTMLDivElement>(null)
  const parts = useMemo(() => ({ box, scroller, body, band, ruler }), [])
  const width = useWidth(box)
  const [barsWidth, setBarsWidth] = useState(0)
  const choice = useLayout()
  const { shown: chosen, widths } = choice
  const sees = wired || tapped
  const columns = useMemo(
    () => fitColumns(width, { shown: chosen, widths }, { wired: sees, wireOnly }),
    [width, chosen, widths, sees, wireOnly],
  )
  const each = useMemo(() => widthsOf(columns, width, { shown: chosen, widths }), [columns, width, chosen, widths])
  const list = useRowList(parts, columns, each, axis, barsWidth)
  const tick = `${((axis.ticks[1] ?? axis.maxMs) / axis.maxMs) * 100}%`
  return (
    <div
      ref={box}
      className={styles['timeline']}
      style={{ '--columns': templateOf(each), '--tick': tick } as CSSProperties}
    >
      {/* biome-ignore lint/a11y/useSemanticElements: a virtualised grid cannot be a table */}
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: the commands have the keys */}
      <div
        role="grid"
        aria-label="Timeline"
        aria-rowcount={listed.length + 1}
        aria-colcount={columns.length}
        tabIndex={0}
        id="timeline"
        ref={scroller}
        className={styles['grid']}
        data-bars={choice.bars}
        onClick={event => {
          const at = event.target instanceof Element ? event.target : null
          const id = at?.closest<HTMLElement>('[data-id]')?.dataset['id']
          if (id === undefined) return
          if (at?.closest('[data-fold]')) return void feed.fold(id, null)
          select(id, true)
        }}
      >
        <HeaderRow axis={axis} columns={columns} ruler={ruler} choice={choice} onBarsWidth={setBarsWidth} />
        {/* biome-ignore lint/a11y/useSemanticElements: see above */}
        <div role="rowgroup" aria-label="Pinned requests" ref={band} className={styles['band']} />
        {/* biome-ignore lint/a11y/useSemanticElements: see above */}
        <div role="rowgroup" ref={body} className={styles['rows']} />
      </div>
      {listed.length === 0 ? <NoRows /> : null}
      {list.newRows > 0 ? (
        <button type="button" className={styles['pill']} onClick={list.follow}>
          <ArrowDown aria-hidden /> {formatCount(list.newRows)} new
        </button>
      ) : null}
      <HoverCard scroller={scroller} />
    </div>
  )
}

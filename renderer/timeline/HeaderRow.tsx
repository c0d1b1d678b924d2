import { ArrowDown, ArrowUp } from 'lucide-react'
import { memo, type RefObject, useLayoutEffect, useMemo, useRef } from 'react'
import { changeLayout, type ListLayout, sortBy, useLayout } from '../state/layout-state.ts'
import { cx } from '../ui/cx.ts'
import { useWidth } from '../ui/use-size.ts'
import { VisuallyHidden } from '../ui/VisuallyHidden.tsx'
import columnStyles from './columns.module.css'
import styles from './HeaderRow.module.css'
import type { Column, ColumnId } from './rows/columns.ts'
import { type Axis, labelsOf } from './scale.ts'

export interface HeaderRowProps {
  readonly axis: Axis
  readonly columns: readonly Column[]
  readonly choice: ListLayout
  /** Filled by the rows where bars lie by the clock. */
  readonly ruler: RefObject<HTMLDivElement | null>
  /** Of the column of bars, in px. */
  readonly onBarsWidth: (width: number) => void
}

/** Names of the columns: a click sorts, the right edge drags the width. The last one is the ruler of the waterfall. */
export const HeaderRow = memo(function HeaderRow({ axis, columns, choice, ruler, onBarsWidth }: HeaderRowProps) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: the rows are virtualised and laid out as a CSS grid, which a table cannot be
    <div role="row" aria-rowindex={1} tabIndex={-1} className={cx(columnStyles['cells'], styles['head'])}>
      {columns.map(column =>
        column.id === 'bars' ? (
          <Ruler key={column.id} axis={axis} ruler={ruler} own={choice.bars === 'own'} onWidth={onBarsWidth} />
        ) : (
          <Head key={column.id} column={column} choice={choice} />
        ),
      )}
    </div>
  )
})

function Head({ column, choice: { sorting } }: { readonly column: Column; readonly choice: ListLayout }) {
  const { id, name, title, numbers = false } = column
  const sorted = sorting?.column === id ? (sorting.down ? 'descending' : 'ascending') : undefined
  if (id === 'result')
    return (
      <HeadCell>
        <VisuallyHidden>{name}</VisuallyHidden>
      </HeadCell>
    )
  return (
    <HeadCell className={cx(styles['cell'], numbers && styles['num'])} sorted={sorted}>
      <button
        type="button"
        tabIndex={-1}
        className={styles['sort']}
        title={`${title ?? name}. Click to sort`}
        onClick={() => sortBy(id)}
      >
        <span className={column.tight === undefined && id !== 'kind' ? undefined : columnStyles['word']}>{name}</span>
        {sorted === undefined ? null : sorted === 'descending' ? <ArrowDown aria-hidden /> : <ArrowUp aria-hidden />}
      </button>
      <Grip id={id} />
    </HeadCell>
  )
}

const LEAST_PX = 36

/** Drags the width of its column; a double click gives it back. The column menu does the same by keyboard. */
function Grip({ id }: { readonly id: ColumnId }) {
  const widthTo = (change: number | null) => {
    const { [id]: _, ...others } = useLayout.getState().widths
    changeLayout({ widths: change === null ? others : { ...others, [id]: Math.max(LEAST_PX, Math.round(change)) } })
  }
  return (
    <span
      aria-hidden
      className={styles['grip']}
      onDoubleClick={() => widthTo(null)}
      onPointerDown={event => {
        event.preventDefault()
        const grip = event.currentTarget
        const from = grip.parentElement?.getBoundingClientRect().width ?? 0
        const startX = event.clientX
        grip.setPointerCapture(event.pointerId)
        const move = (moved: PointerEvent) => widthTo(from + moved.clientX - startX)
        const end = () => {
          grip.removeEventListener('pointermove', move)
          grip.removeEventListener('lostpointercapture', end)
        }
        grip.addEventListener('pointermove', move)
        grip.addEventListener('lostpointercapture', end)
      }}
    />
  )
}

interface HeadCellProps {
  readonly className?: string | undefined
  readonly label?: string
  readonly sorted?: 'ascending' | 'descending' | undefined
  readonly children: React.ReactNode
}

function HeadCell({ className, label, sorted, children }: HeadCellProps) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: see above
    // biome-ignore lint/a11y/useFocusableInteractive: the grid has the focus
    <span role="columnheader" aria-label={label} aria-sort={sorted} className={className}>
      {children}
    </span>
  )
}

function Ruler({
  axis,
  ruler,
  own,
  onWidth,
}: {
  readonly axis: Axis
  readonly ruler: RefObject<HTMLDivElement | null>
  readonly own: boolean
  readonly onWidth: (width: number) => void
}) {
  const box = useRef<HTMLSpanElement>(null)
  const width = useWidth(box)
  useLayoutEffect(() => onWidth(width), [width, onWidth])
  const labels = useMemo(() => labelsOf(axis, width), [axis, width])
  return (
    <HeadCell className={styles['ruler']} label={own ? 'Phases over time' : 'Phases by the clock'}>
      <span ref={box} className={styles['scale']}>
        <span key={own ? 'own' : 'clock'} ref={ruler} className={styles['scale']}>
          {own
            ? axis.ticks.map((tick, index) => (
                <span
                  key={tick}
                  className={cx(styles['tick'], index > 0 && tick >= axis.maxMs && styles['last'])}
                  style={tick >= axis.maxMs && index > 0 ? undefined : { left: `${(tick / axis.maxMs) * 100}%` }}
                >
                  {labels[index]}
                </span>
              ))
            : null}
        </span>
      </span>
    </HeadCell>
  )
}

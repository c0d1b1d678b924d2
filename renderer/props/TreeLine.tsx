import { ChevronRight } from 'lucide-react'
import { cx } from '../ui/cx.ts'
import { formatBytes, formatCount, formatShare } from '../ui/format.ts'
import { safeText } from '../ui/safe-text.ts'
import { type JsonTree, keyOf, previewOf } from './decode.ts'
import { kindOf } from './json-index.ts'
import { Meter } from './Meter.tsx'
import type { Order, TreeRow } from './rows.ts'
import styles from './TreeLine.module.css'

/** Bytes of a string that a line shows; the panel below the tree shows the rest. */
const PREVIEW = 240
/** Bytes of a key that a line shows: the value wants room, too. */
const KEY = 60
/** Deeper levels are not indented further, or nothing would be left of a narrow pane. */
const MAX_INDENT = 16

export interface TreeLineProps {
  readonly id: string
  readonly tree: JsonTree
  readonly row: TreeRow
  readonly state: 'leaf' | 'open' | 'closed'
  readonly active: boolean
  readonly order: Order
  /** Pixels from the top of the list. */
  readonly top: number
  readonly onActivate: () => void
  readonly onToggle: () => void
}

/** One line: key, value or count, size, and its share of all props. */
export function TreeLine({ id, tree, row, state, active, order, top, onActivate, onToggle }: TreeLineProps) {
  const bytes = row.kind === 'node' ? (tree.index.length[row.node] ?? 0) : null
  const share = bytes === null ? null : bytes / Math.max(1, tree.index.length[0] ?? 1)
  return (
    // biome-ignore lint/a11y/useFocusableInteractive: the tree has the focus and names the active line (aria-activedescendant)
    // biome-ignore lint/a11y/useKeyWithClickEvents: the tree takes the keys
    <div
      id={id}
      role="treeitem"
      aria-level={row.depth + 1}
      aria-posinset={row.place.position}
      aria-setsize={row.place.of}
      aria-expanded={state === 'leaf' ? undefined : state === 'open'}
      aria-selected={active}
      className={cx(styles['line'], active && styles['active'])}
      style={{ transform: `translateY(${top}px)` }}
      onClick={onActivate}
      onDoubleClick={state === 'leaf' ? undefined : onToggle}
    >
      <span className={styles['name']} style={{ paddingLeft: Math.min(row.depth, MAX_INDENT) * 14 }}>
        {row.depth > MAX_INDENT ? <span className={styles['deep']}>{row.depth + 1}›</span> : null}
        {state === 'leaf' ? (
          <span className={styles['caret']} />
        ) : (
          <button
            type="button"
            tabIndex={-1}
            aria-hidden="true"
            className={cx(styles['caret'], state === 'open' && styles['open'])}
            onClick={event => {
              event.stopPropagation()
              onToggle()
            }}
            onDoubleClick={event => event.stopPropagation()}
          >
            <ChevronRight />
          </button>
        )}
        {row.kind === 'range' ? <Range from={row.from} to={row.to} order={order} /> : <Member tree={tree} row={row} />}
      </span>
      <span className={styles['size']}>{bytes === null ? null : formatBytes(bytes)}</span>
      {share === null ? null : <Meter share={share} title={`${formatShare(share)} of the props`} />}
    </div>
  )
}

function Range({ from, to, order }: { readonly from: number; readonly to: number; readonly order: Order }) {
  const words =
    order === 'size'
      ? `${formatCount(from + 1)} … ${formatCount(to)}, by size`
      : `${formatCount(from)} … ${formatCount(to - 1)}`
  return <span className={styles['range']}>[{words}]</span>
}

function Member({ tree, row }: { readonly tree: JsonTree; readonly row: TreeRow & { kind: 'node' } }) {
  const kind = kindOf(tree.index, row.node)
  const key = keyOf(tree, row.node, KEY)
  const value = previewOf(tree, row.node, PREVIEW)
  const quote = kind === 'string' ? '"' : ''
  return (
    <>
      {key === null ? (
        row.element === null ? null : (
          <span className={styles['element']}>{row.element}</span>
        )
      ) : (
        <bdi className={styles['key']}>
          {key.text === '' ? '""' : safeText(key.text)}
          {key.rest > 0 ? '…' : null}
        </bdi>
      )}{' '}
      <bdi className={styles[kind]}>
        {quote}
        {safeText(value.text)}
        {value.rest > 0 ? null : quote}
      </bdi>
      {value.rest > 0 ? <span className={styles['rest']}>… {formatBytes(value.rest)} more</span> : null}
    </>
  )
}

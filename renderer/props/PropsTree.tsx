import { useVirtualizer } from '@tanstack/react-virtual'
import { type KeyboardEvent, useCallback, useEffect, useId, useRef } from 'react'
import { Button } from '../ui/Button.tsx'
import { formatCountOf } from '../ui/format.ts'
import type { JsonTree } from './decode.ts'
import { isContainer, kindOf } from './json-index.ts'
import styles from './PropsTree.module.css'
import type { Order } from './rows.ts'
import { TreeLine } from './TreeLine.tsx'
import { findTyped, moveFor } from './tree-keys.ts'
import type { PropsMemory, TreeView } from './use-props-tree.ts'
import { useTree } from './use-tree.ts'
import { useTyping } from './use-typing.ts'
import { ValuePanel } from './ValuePanel.tsx'

const LINE = 22

export interface PropsTreeProps {
  readonly tree: JsonTree
  readonly memory: PropsMemory
}

/** The props as a tree with the size of every value; only the rows on screen are decoded and drawn. */
export function PropsTree({ tree, memory }: PropsTreeProps) {
  const { index } = tree
  const remember = useCallback(
    (view: TreeView) => {
      memory.view = view
    },
    [memory],
  )
  const state = useTree(tree, memory.view, remember)
  const { rows, activeRow } = state
  const scroller = useRef<HTMLDivElement>(null)
  const id = useId()
  const typed = useTyping()
  const lines = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => LINE,
    overscan: 12,
    initialOffset: memory.scrollTop,
  })

  const follow = useRef(false)
  useEffect(() => {
    // Only where the keyboard moved it: a click leaves the list where it is.
    if (follow.current && activeRow >= 0) lines.scrollToIndex(activeRow)
    follow.current = false
  })

  const setOrder = (order: Order) => {
    follow.current = true
    state.setOrder(order)
  }

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / LINE) - 1)
    const move = moveFor(event.key, { rows, active: activeRow, state: state.stateOf, page })
    if (!move) return
    event.preventDefault()
    event.stopPropagation()
    follow.current = true
    if (move.kind === 'go') return state.activate(rows[move.to])
    if (move.kind === 'find') {
      const found = findTyped(rows.length, activeRow, typed(move.letter), at => {
        const row = rows[at]
        return row ? state.nameOf(row) : ''
      })
      if (found >= 0) state.activate(rows[found])
      return
    }
    const row = rows[move.row]
    if (row) state.setOpen(row, move.kind === 'open' || (move.kind === 'toggle' && state.stateOf(row) === 'closed'))
  }

  const children = index.children[0] ?? 0
  const top = rows[activeRow]
  return (
    <div className={styles['root']}>
      <div className={styles['tools']}>
        <span className={styles['total']}>
          {formatCountOf(index.length[0] ?? 0, 'byte')}
          {isContainer(index, 0)
            ? `, ${formatCountOf(children, kindOf(index, 0) === 'array' ? 'element' : 'key')}`
            : null}
        </span>
        {/* biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be laid out in a row with others everywhere */}
        <div role="group" aria-label="Order" className={styles['segments']}>
          <button type="button" aria-pressed={state.order === 'payload'} onClick={() => setOrder('payload')}>
            As written
          </button>
          <button type="button" aria-pressed={state.order === 'size'} onClick={() => setOrder('size')}>
            Largest first
          </button>
        </div>
        <Button size="small" variant="quiet" aria-label="Expand all" onClick={state.openAll}>
          <span>
            Expand<span className={styles['wide']}> all</span>
          </span>
        </Button>
        <Button size="small" variant="quiet" aria-label="Collapse all" onClick={state.closeAll}>
          <span>
            Collapse<span className={styles['wide']}> all</span>
          </span>
        </Button>
      </div>
      {state.bounded ? (
        <p className={styles['note']} role="status">
          Opened {formatCountOf(rows.length, 'line')}, level by level. What is below or longer stays closed; open it one
          by one.
        </p>
      ) : null}
      <div
        ref={scroller}
        role="tree"
        aria-label="Props"
        tabIndex={0}
        aria-activedescendant={top ? `${id}-${activeRow}` : undefined}
        className={styles['tree']}
        onKeyDown={onKeyDown}
        onScroll={event => {
          memory.scrollTop = event.currentTarget.scrollTop
        }}
      >
        {rows.length === 0 ? (
          <p className={styles['empty']}>The props are empty: {kindOf(index, 0) === 'array' ? '[]' : '{}'}</p>
        ) : null}
        <div role="presentation" className={styles['lines']} style={{ height: lines.getTotalSize() }}>
          {lines.getVirtualItems().map(item => {
            const row = rows[item.index]
            return row ? (
              <TreeLine
                key={item.key}
                id={`${id}-${item.index}`}
                tree={tree}
                row={row}
                state={state.stateOf(row)}
                active={item.index === activeRow}
                order={state.order}
                top={item.start}
                onActivate={() => state.activate(row)}
                onToggle={() => state.setOpen(row, state.stateOf(row) === 'closed')}
              />
            ) : null
          })}
        </div>
      </div>
      {top ? <ValuePanel key={state.active} tree={tree} row={top} /> : null}
    </div>
  )
}

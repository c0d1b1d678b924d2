import { type KeyboardEvent, useEffect, useId, useRef } from 'react'
import type { Facts } from './engine/protocol.ts'
import { isTreeKey, isTyped } from './engine/tree-keys.ts'
import { TreeLine } from './TreeLine.tsx'
import styles from './TreeList.module.css'
import { useLines } from './use-lines.ts'
import type { PropsMemory } from './use-props.ts'
import type { Tree } from './use-tree.ts'
import { useTyping } from './use-typing.ts'

const LINE = 22

export interface TreeListProps {
  readonly tree: Tree
  readonly facts: Facts
  readonly memory: PropsMemory
}

/** The lines of the tree; only those on screen are here. */
export function TreeList({ tree, facts, memory }: TreeListProps) {
  const { state, followed, act, show } = tree
  const scroller = useRef<HTMLDivElement>(null)
  const id = useId()
  const typed = useTyping()
  const lines = useLines(scroller, state?.rows ?? 0, LINE, memory)
  const { from, to } = lines
  useEffect(() => {
    if (state) show({ from, to })
  }, [from, to, state, show])
  const active = state?.active ?? -1
  const latest = useRef({ lines, active })
  latest.current = { lines, active }
  useEffect(() => {
    // Only where the keyboard or a search moved it: a click leaves the list where it is.
    if (followed > 0 && latest.current.active >= 0) latest.current.lines.scrollTo(latest.current.active)
  }, [followed])

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / LINE) - 1)
    if (isTreeKey(event.key)) act({ kind: 'key', key: event.key, page }, true)
    else if (isTyped(event.key)) act({ kind: 'type', text: typed(event.key) }, true)
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  return (
    <div
      ref={scroller}
      role="tree"
      aria-label="Props"
      tabIndex={0}
      aria-activedescendant={active >= from && active < to ? `${id}-${active}` : undefined}
      className={styles['tree']}
      onKeyDown={onKeyDown}
    >
      {state?.rows === 0 ? (
        <p className={styles['empty']}>The props are empty: {facts.kind === 'array' ? '[]' : '{}'}</p>
      ) : null}
      <div role="presentation" className={styles['lines']} style={{ height: (state?.rows ?? 0) * LINE }}>
        {Array.from({ length: to - from }, (_, n) => {
          const at = from + n
          const row = tree.row(at)
          return row && state ? (
            <TreeLine
              key={at}
              id={`${id}-${at}`}
              row={row}
              active={at === active}
              order={state.order}
              whole={facts.bytes}
              top={at * LINE}
              act={act}
            />
          ) : null
        })}
      </div>
    </div>
  )
}

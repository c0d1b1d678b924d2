import { useEffect, useRef, useState } from 'react'
import { takeWantedPath, wantPath } from '../state/everywhere.ts'
import { useReadsOf } from '../state/reads.ts'
import { select } from '../state/selection.ts'
import { Button } from '../ui/Button.tsx'
import { formatCountOf } from '../ui/format.ts'
import { Segments } from '../ui/Segments.tsx'
import { CompareView } from './CompareView.tsx'
import type { Engine } from './engine/open-engine.ts'
import type { Facts } from './engine/protocol.ts'
import { FindBar } from './FindBar.tsx'
import { FoundEverywhere } from './FoundEverywhere.tsx'
import styles from './PropsInspector.module.css'
import { ReadsTool } from './ReadsTool.tsx'
import { type PropsTool, ToolTabs } from './ToolTabs.tsx'
import { TreeList } from './TreeList.tsx'
import { useFind } from './use-find.ts'
import { useFindKey } from './use-find-key.ts'
import type { PropsMemory } from './use-props.ts'
import { useTree } from './use-tree.ts'
import { ValuePanel } from './ValuePanel.tsx'
import { WeightView } from './WeightView.tsx'

const ORDERS = [
  { value: 'payload', label: 'As written' },
  { value: 'size', label: 'Largest first' },
] as const

export interface PropsInspectorProps {
  /** Of the exchange. */
  readonly id: string
  readonly engine: Engine
  readonly facts: Facts
  readonly memory: PropsMemory
  /** Of the server that rendered. */
  readonly origin: string
}

/** The props as a tree with the size of every value, and what can be asked of them. */
export function PropsInspector({ id, engine, facts, memory, origin }: PropsInspectorProps) {
  const tree = useTree(engine, memory)
  const { state, act } = tree
  const find = useFind(engine, tree)
  const [tool, setTool] = useState<PropsTool | null>(memory.tool)
  const show = (next: PropsTool | null) => {
    memory.tool = next
    setTool(next)
  }
  const root = useRef<HTMLDivElement>(null)
  const box = useRef<HTMLInputElement>(null)
  useFindKey(root, box)
  useEffect(() => {
    const path = takeWantedPath(id)
    if (path !== null) act({ kind: 'reveal-path', path }, true)
  }, [id, act])
  const reads = useReadsOf(id)
  useEffect(() => {
    if (!reads) return
    engine.ask.knowReads(reads.signs).then(
      () => act({ kind: 'look' }, false),
      // The worker was ended.
      () => undefined,
    )
  }, [reads, engine, act])
  const reveal = async (node: number | null) => {
    await engine.ask.reveal(node)
    act({ kind: 'look' }, false)
  }
  const goTo = (to: string, path: string) => {
    if (to === id) return act({ kind: 'reveal-path', path }, true)
    wantPath(to, path)
    select(to, true)
  }
  const order = state?.order ?? 'payload'
  const container = facts.kind === 'array' || facts.kind === 'object'
  return (
    <div ref={root} className={styles['root']}>
      <div className={styles['tools']}>
        <span className={styles['total']}>
          {formatCountOf(facts.bytes, 'byte')}
          {container ? `, ${formatCountOf(facts.children, facts.kind === 'array' ? 'element' : 'key')}` : null}
        </span>
        <Segments
          label="Order"
          options={ORDERS}
          value={order}
          onChange={value => act({ kind: 'order', order: value }, true)}
        />
        <Button size="small" variant="quiet" aria-label="Expand all" onClick={() => act({ kind: 'open-all' }, false)}>
          <span>
            Expand<span className={styles['wide']}> all</span>
          </span>
        </Button>
        <Button
          size="small"
          variant="quiet"
          aria-label="Collapse all"
          onClick={() => act({ kind: 'close-all' }, false)}
        >
          <span>
            Collapse<span className={styles['wide']}> all</span>
          </span>
        </Button>
      </div>
      <FindBar
        find={find}
        input={box}
        onLeave={() => root.current?.querySelector<HTMLElement>('[role="tree"]')?.focus()}
      />
      <ToolTabs tool={tool} onChange={show} />
      <FoundEverywhere onOpen={goTo} />
      {state?.bounded ? (
        <p className={styles['note']} role="status">
          Opened {formatCountOf(state.rows, 'line')}, level by level. What is below or longer stays closed; open it one
          by one.
        </p>
      ) : null}
      {tool === null ? (
        <TreeList tree={tree} facts={facts} memory={memory} />
      ) : tool === 'reads' ? (
        <ReadsTool id={id} origin={origin} onChoose={path => act({ kind: 'reveal-path', path }, true)} />
      ) : tool === 'compare' ? (
        <CompareView
          id={id}
          engine={engine}
          chosen={state?.node ?? -1}
          onChoose={node => act({ kind: 'reveal', node }, true)}
        />
      ) : (
        <WeightView
          engine={engine}
          tool={tool}
          whole={facts.bytes}
          chosen={state?.node ?? -1}
          onChoose={node => act({ kind: 'reveal', node }, true)}
        />
      )}
      {state && state.node >= 0 ? <ValuePanel engine={engine} node={state.node} onReveal={reveal} /> : null}
    </div>
  )
}

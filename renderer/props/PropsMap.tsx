import { hierarchy, treemap, treemapSquarify } from 'd3-hierarchy'
import { useEffect, useMemo, useRef, useState } from 'react'
import type { MapNode } from '../../shared/json/weight/map.ts'
import { Button } from '../ui/Button.tsx'
import { cx } from '../ui/cx.ts'
import { formatBytes, formatCount, formatShare } from '../ui/format.ts'
import { safeText } from '../ui/safe-text.ts'
import { useSize } from '../ui/use-size.ts'
import type { Engine } from './engine/open-engine.ts'
import styles from './PropsMap.module.css'

/** Room for a name above what is in it, in pixels, and what a name wants. */
const HEAD = 16
const NAME = { width: 34, height: 14 }

export interface PropsMapProps {
  readonly engine: Engine
  readonly whole: number
  /** The chosen value, -1 for none. */
  readonly chosen: number
  readonly onChoose: (node: number) => void
}

/** The bytes as areas within areas. A click chooses a value in the tree, a double click goes into it. */
export function PropsMap({ engine, whole, chosen, onChoose }: PropsMapProps) {
  const [root, setRoot] = useState(0)
  const [map, setMap] = useState<MapNode | null>(null)
  const box = useRef<HTMLDivElement>(null)
  const { width, height } = useSize(box)
  useEffect(() => {
    let wanted = true
    engine.ask.map(root).then(
      found => wanted && setMap(found),
      () => undefined,
    )
    return () => {
      wanted = false
    }
  }, [engine, root])
  const parts = useMemo(() => (map && width > 0 ? layOut(map, width, height) : []), [map, width, height])
  return (
    <div className={styles['view']}>
      <p className={styles['head']}>
        {root === 0 ? (
          'Area is bytes. Click a part to choose it in the tree, double-click to go into it.'
        ) : (
          <>
            <Button size="small" onClick={() => setRoot(0)}>
              All props
            </Button>{' '}
            {map ? `${safeText(map.name)}, ${formatBytes(map.bytes)}` : null}
          </>
        )}
      </p>
      <div ref={box} className={styles['map']}>
        {map === null ? <p className={styles['note']}>Drawing where the bytes are …</p> : null}
        {map !== null && map.children.length === 0 ? (
          <p className={styles['note']}>There is nothing in it: {formatBytes(map.bytes)}.</p>
        ) : null}
        {parts.map(part => {
          const { node, name, bytes, kind, count } = part.data
          const size = { width: part.x1 - part.x0, height: part.y1 - part.y0 }
          const rest = node < 0
          const label = rest ? `${formatCount(Number(name))} small values` : name === '' ? '""' : safeText(name)
          const words = `${label}: ${formatBytes(bytes)}, ${formatShare(bytes / Math.max(1, whole))} of the props`
          return (
            <button
              key={`${node} ${part.depth} ${part.x0} ${part.y0}`}
              type="button"
              title={words}
              aria-label={words}
              aria-pressed={node === chosen}
              disabled={rest}
              className={cx(styles['part'], styles[rest ? 'rest' : kind], part.children && styles['holder'])}
              style={{ left: part.x0, top: part.y0, ...size }}
              onClick={() => onChoose(node)}
              onDoubleClick={() =>
                part.data.children.length > 0 || kind === 'object' || kind === 'array' ? setRoot(node) : null
              }
            >
              {size.width > NAME.width && size.height > NAME.height ? (
                <span>
                  {label}{' '}
                  {size.width > 110 ? (
                    <small>
                      {kind === 'array'
                        ? `[${formatCount(count)}] `
                        : kind === 'object'
                          ? `{${formatCount(count)}} `
                          : ''}
                      {formatBytes(bytes)}
                    </small>
                  ) : null}
                </span>
              ) : null}
            </button>
          )
        })}
      </div>
    </div>
  )
}

function layOut(map: MapNode, width: number, height: number) {
  // A part may be more than the parts in it: keys and commas.
  const root = hierarchy(map, part => (part.children.length > 0 ? [...part.children] : undefined)).sum(part =>
    part.children.length > 0 ? 0 : part.bytes,
  )
  const laid = treemap<MapNode>()
    .tile(treemapSquarify)
    .size([width, height])
    .paddingInner(1)
    .paddingTop(part => (part.y1 - part.y0 > HEAD * 2 ? HEAD : 1))
    .paddingRight(1)
    .paddingBottom(1)
    .paddingLeft(1)
    .round(true)(root)
  return laid.descendants().filter(part => part.x1 - part.x0 > 1 && part.y1 - part.y0 > 1)
}

import { useEffect, useState } from 'react'
import { assertNever } from '../../shared/units.ts'
import { Button } from '../ui/Button.tsx'
import { formatBytes, formatCountOf, formatShare } from '../ui/format.ts'
import { safeText, shorten } from '../ui/safe-text.ts'
import type { Engine } from './engine/open-engine.ts'
import type { Listed, Weights } from './engine/protocol.ts'
import { Meter } from './Meter.tsx'
import { PropsMap } from './PropsMap.tsx'
import styles from './WeightView.module.css'

export type WeightTool = 'map' | 'largest' | 'repeated'

export interface WeightViewProps {
  readonly engine: Engine
  readonly tool: WeightTool
  /** Bytes of all props. */
  readonly whole: number
  /** The chosen value, -1 for none. */
  readonly chosen: number
  readonly onChoose: (node: number) => void
}

/** Where the bytes are: as a map, as a list of the largest values, and of those that stand more than once. */
export function WeightView({ engine, tool, whole, chosen, onChoose }: WeightViewProps) {
  const { weights, done } = useWeights(engine)
  if (tool === 'map') return <PropsMap engine={engine} whole={whole} chosen={chosen} onChoose={onChoose} />
  if (weights === null) {
    return (
      <div className={styles['progress']} role="status">
        Weighing every value: {formatShare(done)} …
        <progress value={done} max={1} aria-label="Progress" />
        <Button size="small" onClick={() => void engine.ask.stopWeighing()}>
          Stop
        </Button>
      </div>
    )
  }
  if (weights === 'stopped') {
    return <p className={styles['note']}>Stopped. Choose this view again to weigh the props.</p>
  }
  switch (tool) {
    case 'largest':
      return (
        <div className={styles['view']}>
          <p className={styles['note']}>
            {formatBytes(whole)}, about {formatBytes(weights.compressed)} compressed. What a value costs compressed is
            an estimate: one pass as gzip makes it over all props, scaled to what gzip made of them.
          </p>
          <ul>
            {weights.largest.map(one => (
              <Item key={one.node} one={one} whole={whole} chosen={one.node === chosen} onChoose={onChoose} />
            ))}
          </ul>
        </div>
      )
    case 'repeated':
      return <Repeats weights={weights} whole={whole} chosen={chosen} onChoose={onChoose} />
    default:
      return assertNever(tool)
  }
}

function useWeights(engine: Engine) {
  const [weights, setWeights] = useState<Weights | 'stopped' | null>(null)
  const [done, setDone] = useState(0)
  useEffect(() => {
    let wanted = true
    engine.onProgress = setDone
    engine.ask.weigh().then(
      found => wanted && setWeights(found ?? 'stopped'),
      // The worker was ended.
      () => undefined,
    )
    return () => {
      wanted = false
      engine.onProgress = () => undefined
    }
  }, [engine])
  return { weights, done }
}

interface ItemProps {
  readonly one: Listed
  readonly whole: number
  readonly chosen: boolean
  readonly onChoose: (node: number) => void
}

function Item({ one, whole, chosen, onChoose }: ItemProps) {
  const { node, path, text, bytes, compressed } = one
  return (
    <li>
      <button type="button" className={styles['item']} aria-pressed={chosen} onClick={() => onChoose(node)}>
        <code>{safeText(shorten(path === '' ? 'props' : path, 200))}</code>
        <span className={styles['text']}>{safeText(text)}</span>
        <b>{formatBytes(bytes)}</b>
        <Meter share={bytes / Math.max(1, whole)} title={`${formatShare(bytes / Math.max(1, whole))} of the props`} />
        <small>{compressed === null ? null : `≈ ${formatBytes(Math.round(compressed))} compressed`}</small>
      </button>
    </li>
  )
}

function Repeats({
  weights,
  whole,
  chosen,
  onChoose,
}: Omit<WeightViewProps, 'engine' | 'tool'> & { weights: Weights }) {
  const saved = weights.repeated.reduce((sum, one) => sum + one.saved, 0)
  if (weights.repeated.length === 0) {
    return <p className={styles['note']}>No value of 24 bytes or more stands twice.</p>
  }
  return (
    <div className={styles['view']}>
      <p className={styles['note']}>
        {formatCountOf(weights.repeated.length, 'value')} stand more than once. Sent once each they would save{' '}
        {formatBytes(saved)}, {formatShare(saved / Math.max(1, whole))} of the props before compression.
      </p>
      <ul>
        {weights.repeated.map(one => (
          <li key={one.node} className={styles['repeat']}>
            <button
              type="button"
              className={styles['item']}
              aria-pressed={one.node === chosen}
              onClick={() => onChoose(one.node)}
            >
              <code>{safeText(shorten(one.path, 200))}</code>
              <span className={styles['text']}>{safeText(one.text)}</span>
              <b>{formatBytes(one.saved)}</b>
              <Meter share={one.saved / Math.max(1, whole)} title="What sharing would save, of the props" />
              <small>
                {formatCountOf(one.count, 'time')} {formatBytes(one.bytes)}
              </small>
            </button>
            {one.places.length < 2 ? null : (
              <details>
                <summary>Where it stands</summary>
                {one.places.map(place => (
                  <button
                    key={place.node}
                    type="button"
                    className={styles['place']}
                    onClick={() => onChoose(place.node)}
                  >
                    {safeText(shorten(place.path, 200))}
                  </button>
                ))}
                {one.count > one.places.length ? (
                  <p>and {formatCountOf(one.count - one.places.length, 'more place')}</p>
                ) : null}
              </details>
            )}
          </li>
        ))}
      </ul>
    </div>
  )
}

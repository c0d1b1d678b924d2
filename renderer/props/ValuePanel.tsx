import { useEffect, useState } from 'react'
import { assertNever } from '../../shared/units.ts'
import { Button } from '../ui/Button.tsx'
import { formatBytes, formatCountOf, formatShare } from '../ui/format.ts'
import { safeBlock, safeText, shorten } from '../ui/safe-text.ts'
import { CopyText } from './CopyText.tsx'
import type { Engine } from './engine/open-engine.ts'
import type { CopyAs, Value } from './engine/protocol.ts'
import { SaveButton } from './SaveButton.tsx'
import styles from './ValuePanel.module.css'

const FIRST_BYTES = 8 * 1024
const MORE_BYTES = 256 * 1024

export interface ValuePanelProps {
  readonly engine: Engine
  readonly node: number
  /** Shows a secret, or with null all of them. */
  readonly onReveal: (node: number | null) => Promise<void>
}

/** What is chosen in the tree: its path, its size, and where it is a string or a number all of it. */
export function ValuePanel({ engine, node, onReveal }: ValuePanelProps) {
  const [limit, setLimit] = useState({ node, bytes: FIRST_BYTES })
  const [value, setValue] = useState<Value | null>(null)
  const bytes = limit.node === node ? limit.bytes : FIRST_BYTES
  useEffect(() => {
    let wanted = true
    engine.ask.value(node, bytes).then(
      found => wanted && setValue(found),
      // The worker was ended: the panel goes with it.
      () => undefined,
    )
    return () => {
      wanted = false
    }
  }, [engine, node, bytes])
  // Until the next one is there the one before stays, so that nothing jumps while a key is held.
  if (value === null) return null
  const reveal = (which: number | null) =>
    void onReveal(which).then(async () => setValue(await engine.ask.value(node, bytes)))
  const label = value.path === '' ? 'props' : shorten(safeText(value.path), 400)
  const copy = (as: CopyAs) => engine.ask.copy(value.node, as)
  return (
    <section className={styles['panel']} aria-label="Chosen value">
      <div className={styles['head']}>
        <code className={styles['path']} title={label}>
          <bdi>{label}</bdi>
        </code>
      </div>
      <div className={styles['line']}>
        <p className={styles['facts']}>
          {describe(value)}, {formatBytes(value.bytes)}
          {value.bytes < 1000 ? null : ` (${formatCountOf(value.bytes, 'byte')})`}, {formatShare(value.share)} of the
          props{value.compressed === null ? null : `, ≈ ${formatBytes(Math.round(value.compressed))} compressed`}
        </p>
        <div className={styles['actions']}>
          <CopyText label="Copy path" text={() => copy('path')} />
          <CopyText label="Copy value" text={() => copy('text')} />
          <CopyText label="Copy as JSON" text={() => copy('json')} />
          <CopyText label="Copy as TypeScript" text={() => copy('type')} />
          <SaveButton engine={engine} node={value.node} path={value.path} />
        </div>
      </div>
      {value.secret === null ? null : (
        <p className={styles['more']}>
          Hidden, since it is a secret: {safeText(value.secret)}.
          <Button size="small" onClick={() => reveal(value.node)}>
            Show it
          </Button>
          <Button size="small" variant="quiet" onClick={() => reveal(null)}>
            Show all secrets here
          </Button>
        </p>
      )}
      {value.text === null || value.secret !== null ? null : (
        <>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region has to be reached by the keyboard */}
          <pre className={styles['value']} tabIndex={0}>
            {safeBlock(value.text)}
          </pre>
          {value.rest > 0 ? (
            <p className={styles['more']}>
              {formatBytes(value.rest)} more
              <Button size="small" onClick={() => setLimit({ node: value.node, bytes: bytes + MORE_BYTES })}>
                Show {formatBytes(Math.min(value.rest, MORE_BYTES))} of it
              </Button>
            </p>
          ) : null}
        </>
      )}
    </section>
  )
}

function describe({ kind, children }: Value): string {
  switch (kind) {
    case 'object':
      return `Object with ${formatCountOf(children, 'key')}`
    case 'array':
      return `Array of ${formatCountOf(children, 'element')}`
    case 'string':
      return 'String'
    case 'number':
      return 'Number'
    case 'true':
    case 'false':
      return 'Boolean'
    case 'null':
      return 'Null'
    default:
      return assertNever(kind)
  }
}

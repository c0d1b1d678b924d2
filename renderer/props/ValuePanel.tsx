import { useState } from 'react'
import { Button } from '../ui/Button.tsx'
import { formatBytes, formatCount, formatCountOf, formatShare } from '../ui/format.ts'
import { safeBlock, safeText, shorten } from '../ui/safe-text.ts'
import { CopyText } from './CopyText.tsx'
import { type JsonTree, jsonOf, pathOf, previewOf } from './decode.ts'
import { type JsonIndex, kindOf } from './json-index.ts'
import type { TreeRow } from './rows.ts'
import styles from './ValuePanel.module.css'

const FIRST_BYTES = 8 * 1024
const MORE_BYTES = 256 * 1024

/** What is chosen in the tree: its path, its size, and where it is a string or a number all of it. */
export function ValuePanel({ tree, row }: { readonly tree: JsonTree; readonly row: TreeRow }) {
  const [limit, setLimit] = useState(FIRST_BYTES)
  const { index } = tree
  const { node } = row
  const kind = kindOf(index, node)
  const path = pathOf(tree, node)
  const bytes = index.length[node] ?? 0
  const value = kind === 'object' || kind === 'array' ? null : previewOf(tree, node, limit)
  const shown = path === '' ? 'props' : shorten(safeText(path), 400)
  return (
    <section className={styles['panel']} aria-label="Chosen value">
      <div className={styles['head']}>
        <code className={styles['path']} title={shown}>
          <bdi>{shown}</bdi>
        </code>
        <CopyText label="Copy path" text={() => path} />
        <CopyText label="Copy value" text={() => jsonOf(tree, node, Number.POSITIVE_INFINITY).text} />
      </div>
      <p className={styles['facts']}>
        {row.kind === 'range'
          ? `${formatCount(row.to - row.from)} of its ${formatCount(index.children[node] ?? 0)} elements, all together `
          : `${describe(index, node)}, `}
        {formatBytes(bytes)}
        {bytes < 1000 ? null : ` (${formatCountOf(bytes, 'byte')})`},{' '}
        {formatShare(bytes / Math.max(1, index.length[0] ?? 1))} of the props
      </p>
      {value === null ? null : (
        <>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region has to be reached by the keyboard */}
          <pre className={styles['value']} tabIndex={0}>
            {safeBlock(value.text)}
          </pre>
          {value.rest > 0 ? (
            <p className={styles['more']}>
              {formatBytes(value.rest)} more
              <Button size="small" onClick={() => setLimit(limit + MORE_BYTES)}>
                Show {formatBytes(Math.min(value.rest, MORE_BYTES))} of it
              </Button>
            </p>
          ) : null}
        </>
      )}
    </section>
  )
}

function describe(index: JsonIndex, node: number): string {
  const kind = kindOf(index, node)
  const children = index.children[node] ?? 0
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
  }
}

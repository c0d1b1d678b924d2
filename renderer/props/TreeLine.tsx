import { ChevronRight } from 'lucide-react'
import { Fragment, memo } from 'react'
import type { ReadPath } from '../../shared/props-reading.ts'
import { cx } from '../ui/cx.ts'
import { formatBytes, formatCount, formatShare } from '../ui/format.ts'
import { safeText } from '../ui/safe-text.ts'
import type { RowView, Span } from './engine/protocol.ts'
import type { Order } from './engine/rows.ts'
import { Meter } from './Meter.tsx'
import styles from './TreeLine.module.css'
import type { Tree } from './use-tree.ts'

/** Deeper levels are not indented further, or nothing would be left of a narrow pane. */
const MAX_INDENT = 16

/** What was recorded of a value, in words; it stands for all that is in it. */
export const READS: Readonly<Record<ReadPath['state'], string>> = {
  unread: 'not read',
  'looked-at': 'only looked at',
  'not-watched': 'not watched',
  unknown: 'reading not known',
}

export interface TreeLineProps {
  readonly id: string
  readonly row: RowView
  readonly active: boolean
  readonly order: Order
  /** Bytes of all props. */
  readonly whole: number
  /** Pixels from the top of the list. */
  readonly top: number
  readonly act: Tree['act']
}

/** One line: key, value or count, size, and its share of all props. */
export const TreeLine = memo(function TreeLine({ id, row, active, order, whole, top, act }: TreeLineProps) {
  const { state, depth, bytes } = row
  const share = bytes / Math.max(1, whole)
  const toggle = () => act({ kind: 'toggle', row: row.at }, false)
  return (
    // biome-ignore lint/a11y/useFocusableInteractive: the tree has the focus and names the active line (aria-activedescendant)
    // biome-ignore lint/a11y/useKeyWithClickEvents: the tree takes the keys
    <div
      id={id}
      role="treeitem"
      aria-level={depth + 1}
      aria-posinset={row.position}
      aria-setsize={row.of}
      aria-expanded={state === 'leaf' ? undefined : state === 'open'}
      aria-selected={active}
      className={cx(styles['line'], active && styles['active'], row.reads && styles[row.reads.state])}
      style={{ transform: `translateY(${top}px)` }}
      onClick={() => act({ kind: 'activate', row: row.at }, false)}
      onDoubleClick={state === 'leaf' ? undefined : toggle}
    >
      <span className={styles['name']} style={{ paddingLeft: Math.min(depth, MAX_INDENT) * 14 }}>
        {depth > MAX_INDENT ? <span className={styles['deep']}>{depth + 1}›</span> : null}
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
              toggle()
            }}
            onDoubleClick={event => event.stopPropagation()}
          >
            <ChevronRight />
          </button>
        )}
        {row.group ? <Group first={row.group.first} last={row.group.last} order={order} /> : <Member row={row} />}
      </span>
      <span className={styles['size']}>{formatBytes(bytes)}</span>
      <Meter share={share} title={`${formatShare(share)} of the props`} />
    </div>
  )
})

function Group({ first, last, order }: { readonly first: number; readonly last: number; readonly order: Order }) {
  const words =
    order === 'size'
      ? `${formatCount(first + 1)} … ${formatCount(last + 1)}, by size`
      : `${formatCount(first)} … ${formatCount(last)}`
  return <span className={styles['range']}>[{words}]</span>
}

/** A text with what was found in it marked; all of it where the place is not known. */
function Marked({ text, spans }: { readonly text: string; readonly spans: readonly Span[] | null | undefined }) {
  if (!spans) return safeText(text)
  if (spans.length === 0) return <mark className={styles['mark']}>{safeText(text)}</mark>
  let from = 0
  return (
    <>
      {spans.map(([start, end]) => {
        const before = text.slice(from, start)
        from = end
        return (
          <Fragment key={start}>
            {safeText(before)}
            <mark className={styles['mark']}>{safeText(text.slice(start, end))}</mark>
          </Fragment>
        )
      })}
      {safeText(text.slice(from))}
    </>
  )
}

/** A container that is open says it line by line. */
function Reads({ reads, open }: { readonly reads: RowView['reads']; readonly open: boolean }) {
  if (reads === null) return null
  if (reads.state === 'partly')
    return open ? null : <span className={styles['reads']}>{formatBytes(reads.bytes)} not read</span>
  return reads.first ? <span className={styles['reads']}>{READS[reads.state]}</span> : null
}

function Member({ row }: { readonly row: RowView }) {
  const { key, element, kind, text, rest } = row
  const quote = kind === 'string' ? '"' : ''
  return (
    <>
      {key !== null ? (
        <bdi className={styles['key']}>
          {key.text === '' ? '""' : <Marked text={key.text} spans={row.marks?.key} />}
          {key.cut ? '…' : null}
        </bdi>
      ) : element !== null ? (
        <span className={styles['element']}>{element}</span>
      ) : null}{' '}
      <bdi className={styles[kind]}>
        {quote}
        <Marked text={text} spans={row.marks?.value} />
        {rest > 0 ? null : quote}
      </bdi>
      <Reads reads={row.reads} open={row.state === 'open'} />
      {row.secret !== null ? <span className={styles['rest']}>hidden: {safeText(row.secret)}</span> : null}
      {rest > 0 ? <span className={styles['rest']}>… {formatBytes(rest)} more</span> : null}
    </>
  )
}

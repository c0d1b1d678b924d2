import { cx } from '../ui/cx.ts'
import { VisuallyHidden } from '../ui/VisuallyHidden.tsx'
import { HeadCell } from './Cell.tsx'
import columns from './columns.module.css'
import styles from './HeaderRow.module.css'
import { type Axis, tickLabel } from './scale.ts'

const HEADS = [
  { name: 'Kind', className: columns['kind'], title: 'Kind of the request, and why it was made' },
  {
    name: 'Source',
    className: columns['source'],
    word: columns['word'],
    title: 'Who saw it: the agent inside the server, the tap on the wire, or both',
  },
  { name: 'Page', className: columns['page'] },
  { name: 'URL', className: columns['url'] },
  { name: 'Status', className: columns['num'] },
  { name: 'Call', className: cx(columns['num'], columns['call']), title: 'Time in getServerSideProps' },
  { name: 'Total', className: cx(columns['num'], columns['total']), title: 'Until the last byte was sent' },
  { name: 'Props', className: cx(columns['num'], columns['props']), title: 'Size of the props as JSON' },
  {
    name: 'Wire',
    className: cx(columns['num'], columns['wire']),
    title: 'Bytes of the answer as sent, after compression',
  },
  { name: 'Cache', className: columns['cache'], title: 'Cache-Control: declared, struck out where another was sent' },
]

/** Names of the columns; the last one is the ruler of the waterfall. */
export function HeaderRow({ axis }: { readonly axis: Axis }) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: see Cell.tsx
    <div role="row" aria-rowindex={1} tabIndex={-1} className={cx(columns['cells'], styles['head'])}>
      <HeadCell>
        <VisuallyHidden>Result</VisuallyHidden>
      </HeadCell>
      {HEADS.map(head => (
        <HeadCell key={head.name} className={head.className} title={head.title}>
          {'word' in head ? <span className={head.word}>{head.name}</span> : head.name}
        </HeadCell>
      ))}
      <HeadCell className={cx(columns['bars'], styles['ruler'])} label="Phases over time">
        {axis.ticks.map((tick, index) => (
          <span
            key={tick}
            className={cx(
              styles['tick'],
              index > 0 && tick >= axis.maxMs && styles['last'],
              index > 0 && tick < axis.maxMs && styles['middle'],
              tick < axis.maxMs && tick > axis.maxMs * 0.45 && styles['late'],
              tick < axis.maxMs && tick > axis.maxMs * 0.7 && styles['near'],
            )}
            style={tick >= axis.maxMs && index > 0 ? undefined : { left: `${(tick / axis.maxMs) * 100}%` }}
          >
            {tickLabel(tick, axis)}
          </span>
        ))}
      </HeadCell>
    </div>
  )
}

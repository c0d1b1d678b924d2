import { CircleAlert } from 'lucide-react'
import { memo } from 'react'
import type { ExchangeSummary } from '../../shared/exchange.ts'
import { ReasonIcon } from '../reason/ReasonIcon.tsx'
import { SourceMark } from '../source/SourceMark.tsx'
import { Badge } from '../ui/Badge.tsx'
import { cx } from '../ui/cx.ts'
import { formatBytes, formatCountOf, formatMs } from '../ui/format.ts'
import { safeText, shorten } from '../ui/safe-text.ts'
import { AddressCell } from './AddressCell.tsx'
import { Bar } from './Bar.tsx'
import { Cell } from './Cell.tsx'
import columns from './columns.module.css'
import { kindLabel } from './filter.ts'
import { begins, type Rail } from './navigation.ts'
import styles from './Row.module.css'
import { rowStatus } from './row-status.ts'
import { StatusMark } from './StatusMark.tsx'
import type { Axis } from './scale.ts'
import { cacheText } from './texts.ts'

export interface RowProps {
  readonly row: ExchangeSummary
  readonly domId: string
  /** Counted from 1, the header being 1. */
  readonly ariaIndex: number
  readonly top: number
  readonly selected: boolean
  /** Where it stands in its navigation, and what began that. */
  readonly rail: Rail
  readonly railTitle: string | undefined
  /** Of the same navigation as the selected row. */
  readonly mate: boolean
  readonly axis: Axis
  /** Epoch ms; only where the row is running, so that finished rows are drawn once. */
  readonly now: number | null
  readonly onSelect: (id: string) => void
}

export const Row = memo(function Row(props: RowProps) {
  const { row, domId, ariaIndex, top, selected, rail, railTitle, mate, axis, now, onSelect } = props
  const status = rowStatus(row)
  const elapsedMs = now === null ? 0 : Math.max(0, now - row.startedAt)
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the grid handles the keys (one tab stop for all rows)
    // biome-ignore lint/a11y/useSemanticElements: see Cell.tsx
    // biome-ignore lint/a11y/useFocusableInteractive: the grid has the focus and names the active row
    <div
      role="row"
      id={domId}
      aria-rowindex={ariaIndex}
      aria-selected={selected}
      className={cx(columns['cells'], styles['row'], status === 'error' && styles['bad'], mate && styles['mate'])}
      style={{ transform: `translateY(${top}px)` }}
      onClick={() => onSelect(row.id)}
    >
      <span
        className={cx(styles['rail'], styles[rail], begins(row) && styles['begins'])}
        title={rail === 'none' ? undefined : railTitle}
        aria-hidden
      />
      <Cell>
        <StatusMark status={status} />
      </Cell>
      <Cell className={columns['kind']}>
        {row.replayOf === null ? <Badge>{kindLabel(row.kind)}</Badge> : <Badge tone="accent">replay</Badge>}
        {row.reason === null ? null : <ReasonIcon name={row.reason} />}
      </Cell>
      <Cell className={columns['source']}>
        <SourceMark source={row.source} wordClass={columns['word']} />
      </Cell>
      <Cell className={cx(columns['page'], styles['page'])} title={row.page ?? undefined}>
        {row.page === null ? <NoPage source={row.source} /> : safeText(shorten(row.page, 300))}
      </Cell>
      <AddressCell row={row} />
      <Cell className={cx(columns['num'], status === 'error' && styles['err'])}>
        {row.status ?? <Nothing word={row.state === 'running' ? 'no answer yet' : 'no answer'} />}
      </Cell>
      <CallCell row={row} elapsedMs={elapsedMs} />
      <Cell className={cx(columns['num'], columns['total'])}>
        {row.durationMs === null ? <Nothing word="not over" /> : formatMs(row.durationMs)}
      </Cell>
      <PropsCell row={row} />
      <WireCell row={row} />
      <CacheCell row={row} />
      <Cell className={cx(columns['bars'], styles['bars'])}>
        <Bar row={row} axis={axis} elapsedMs={elapsedMs} />
      </Cell>
    </div>
  )
})

/** That no route matched is only known inside the server. */
function NoPage({ source }: Pick<ExchangeSummary, 'source'>) {
  return source === 'tap' ? (
    <Nothing word="the answer does not tell its page, and only the wire was seen" />
  ) : (
    <span className={styles['none']}>no page</span>
  )
}

/** A dash for the eye, words for a screen reader. */
function Nothing({ word }: { readonly word: string }) {
  return (
    <span className={styles['none']} title={word}>
      –
    </span>
  )
}

function CallCell({ row, elapsedMs }: { readonly row: ExchangeSummary; readonly elapsedMs: number }) {
  const running = row.calling && row.state === 'running'
  return (
    <Cell className={cx(columns['num'], columns['call'], running && styles['live'])}>
      {row.callMs !== null ? (
        formatMs(row.callMs)
      ) : running ? (
        `${formatMs(Math.round(Math.max(0, elapsedMs - (row.callStartMs ?? 0))))}…`
      ) : (
        <Nothing word={noCallWord(row)} />
      )}
    </Cell>
  )
}

function noCallWord({ source, callStartMs }: ExchangeSummary): string {
  if (source === 'tap') return 'only the wire was seen'
  return callStartMs === null ? 'no call' : 'its end was not seen'
}

function PropsCell({ row }: { readonly row: ExchangeSummary }) {
  return (
    <Cell className={cx(columns['num'], columns['props'])}>
      {row.incomplete ? (
        <span title="Incomplete: something of it was not captured or could not be read">
          <CircleAlert className={styles['gap']} aria-label="incomplete" role="img" />{' '}
        </span>
      ) : null}
      {row.propsBytes === null ? (
        <Nothing word={row.source === 'tap' ? 'no props in the answer' : 'no props'} />
      ) : (
        formatBytes(row.propsBytes)
      )}
    </Cell>
  )
}

function WireCell({ row: { wireBytes, bodyBytes } }: { readonly row: ExchangeSummary }) {
  const of = bodyBytes === null ? '' : `, ${formatBytes(bodyBytes)} decoded`
  return (
    <Cell
      className={cx(columns['num'], columns['wire'])}
      title={wireBytes === null ? undefined : `${formatCountOf(wireBytes, 'byte')} as sent${of}`}
    >
      {wireBytes === null ? <Nothing word="not seen on the wire" /> : formatBytes(wireBytes)}
    </Cell>
  )
}

function CacheCell({ row }: { readonly row: ExchangeSummary }) {
  const cache = cacheText(row.cacheDeclared, row.cacheSent)
  const full = safeText(shorten(cache.full, 400))
  return (
    <Cell className={cx(columns['cache'], styles['cache'])} title={full}>
      {cache.short === null ? (
        <Nothing word="no Cache-Control" />
      ) : cache.overwritten ? (
        <s title={`${full} (overwritten)`}>{safeText(shorten(cache.short, 60))}</s>
      ) : (
        safeText(shorten(cache.short, 60))
      )}
    </Cell>
  )
}

import { useState } from 'react'
import type { ExchangeSummary } from '../../../shared/exchange.ts'
import { ReasonIcon } from '../../reason/ReasonIcon.tsx'
import { select } from '../../state/selection.ts'
import { useNavigation } from '../../state/use-navigation.ts'
import { kindLabel } from '../../timeline/filter.ts'
import { displayUrl } from '../../timeline/texts.ts'
import { Badge } from '../../ui/Badge.tsx'
import { Button } from '../../ui/Button.tsx'
import { formatBytes, formatCount, formatCountOf, formatMs } from '../../ui/format.ts'
import { safeText, shorten } from '../../ui/safe-text.ts'
import { Card } from '../parts/Card.tsx'
import styles from './NavigationCard.module.css'

const SHOWN = 8

export interface NavigationCardProps {
  /** Of the exchange that is shown. */
  readonly id: string
  readonly navigation: string
}

/** The requests that belong to one step of a visitor: the page and what it asked for. */
export function NavigationCard({ id, navigation }: NavigationCardProps) {
  const parts = useNavigation(navigation)
  const [all, setAll] = useState(false)
  const began = parts[0]?.startedAt
  // Alone it says nothing that its row does not.
  if (began === undefined || parts.length < 2) return null
  const pages = parts.filter(part => part.id === id || (part.kind !== 'asset' && part.kind !== 'other'))
  const shown = all ? parts : pages.slice(0, SHOWN)
  const hidden = parts.length - shown.length
  const ends = parts.map(part => part.startedAt + (part.durationMs ?? 0))
  const sent = bytesOf(parts)
  // The dev server's own connection lasts as long as the page.
  const running = parts.some(part => part.state === 'running' && part.kind !== 'other')
  return (
    <Card
      title="Navigation"
      aside={
        <span>
          {formatCountOf(parts.length, 'request')}, {formatMs(Math.max(...ends) - began)}{' '}
          {running ? 'so far' : 'in all'}
          {sent === null ? null : (
            <span title={`${formatCountOf(sent, 'byte')}: the bodies of all answers as sent`}>
              , {formatBytes(sent)}
            </span>
          )}
        </span>
      }
    >
      <ol className={styles['parts']}>
        {shown.map(part => (
          <li key={part.id} aria-current={part.id === id || undefined}>
            <Part part={part} afterMs={part.startedAt - began} current={part.id === id} />
          </li>
        ))}
      </ol>
      {hidden === 0 ? null : (
        <Button size="small" variant="quiet" className={styles['more']} onClick={() => setAll(true)}>
          Show {formatCount(hidden)} more{shown.length === pages.length ? ': scripts, styles and other files' : ''}
        </Button>
      )}
    </Card>
  )
}

/** What went over the wire for all of them; null where that is not known of each. */
function bytesOf(parts: readonly ExchangeSummary[]): number | null {
  let sum = 0
  for (const { wireBytes } of parts) {
    if (wireBytes === null) return null
    sum += wireBytes
  }
  return sum
}

interface PartProps {
  readonly part: ExchangeSummary
  readonly afterMs: number
  readonly current: boolean
}

function Part({ part, afterMs, current }: PartProps) {
  const url = safeText(shorten(displayUrl(part), 400))
  return (
    <button
      type="button"
      className={styles['part']}
      disabled={current}
      title={url}
      onClick={() => select(part.id, true)}
    >
      <Badge>{kindLabel(part.kind)}</Badge>
      {part.reason === null ? <span /> : <ReasonIcon name={part.reason} />}
      <span className={styles['url']}>{url}</span>
      <span title="Start, from that of the navigation">+{formatMs(Math.max(0, afterMs))}</span>
      <span>{part.status ?? '–'}</span>
      <span title="Whole request">{formatMs(part.durationMs)}</span>
    </button>
  )
}

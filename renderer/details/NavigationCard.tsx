import { useState } from 'react'
import type { ExchangeSummary } from '../../shared/exchange.ts'
import { ReasonIcon } from '../reason/ReasonIcon.tsx'
import { select } from '../state/selection.ts'
import { useNavigation } from '../state/use-navigation.ts'
import { kindLabel } from '../timeline/filter.ts'
import { displayUrl } from '../timeline/texts.ts'
import { Badge } from '../ui/Badge.tsx'
import { Button } from '../ui/Button.tsx'
import { formatCount, formatCountOf, formatMs } from '../ui/format.ts'
import { safeText, shorten } from '../ui/safe-text.ts'
import { Card } from './Card.tsx'
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
  const shown = all ? parts : parts.slice(0, SHOWN)
  const began = parts[0]?.startedAt
  // Alone it says nothing that its row does not.
  if (began === undefined || parts.length < 2) return null
  const ends = parts.map(part => part.startedAt + (part.durationMs ?? 0))
  return (
    <Card
      title="Navigation"
      aside={`${formatCountOf(parts.length, 'request')}, ${formatMs(Math.max(...ends) - began)} in all`}
    >
      <ol className={styles['parts']}>
        {shown.map(part => (
          <li key={part.id} aria-current={part.id === id || undefined}>
            <Part part={part} afterMs={part.startedAt - began} current={part.id === id} />
          </li>
        ))}
      </ol>
      {shown.length < parts.length ? (
        <Button size="small" variant="quiet" onClick={() => setAll(true)}>
          Show all {formatCount(parts.length)}
        </Button>
      ) : null}
    </Card>
  )
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

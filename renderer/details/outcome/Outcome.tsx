import { Check, CircleDashed, CornerDownRight, OctagonX, TriangleAlert } from 'lucide-react'
import type { Exchange } from '../../../shared/exchange.ts'
import { Button } from '../../ui/Button.tsx'
import { cx } from '../../ui/cx.ts'
import { formatMs } from '../../ui/format.ts'
import { safeText, shorten } from '../../ui/safe-text.ts'
import type { TabId } from '../Details.tsx'
import { Card } from '../parts/Card.tsx'
import { useElapsed } from '../timing/use-elapsed.ts'
import styles from './Outcome.module.css'
import { outcomeWords } from './outcome-words.ts'

const ICONS = { ok: Check, plain: CornerDownRight, warn: TriangleAlert, err: OctagonX, live: CircleDashed } as const

/** How it ended, in words; while it runs, live. */
export function Outcome({ exchange, onTab }: { readonly exchange: Exchange; readonly onTab: (tab: TabId) => void }) {
  const { text, tone } = outcomeWords(exchange)
  const running = exchange.state === 'running'
  const elapsed = useElapsed(exchange.startedAt, running)
  const Icon = ICONS[tone]
  const error = exchange.call?.error ?? exchange.renderError
  return (
    <Card
      title="Outcome"
      aside={
        error ? (
          <Button size="small" variant="quiet" onClick={() => onTab('error')}>
            Show the error
          </Button>
        ) : undefined
      }
    >
      <p className={cx(styles['outcome'], styles[tone])}>
        <Icon aria-hidden="true" />
        <span role={running ? 'status' : undefined}>{shorten(safeText(text), 600)}</span>
        {running ? <span className={styles['since']}>{formatMs(elapsed)}</span> : null}
      </p>
    </Card>
  )
}

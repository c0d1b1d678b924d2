import { CircleQuestionMark, TriangleAlert } from 'lucide-react'
import type { Exchange } from '../../../shared/exchange.ts'
import { ReasonIcon } from '../../reason/ReasonIcon.tsx'
import { REASONS } from '../../reason/reason-words.ts'
import { skewWords } from '../../reason/skew-words.ts'
import { OriginalButton } from '../../replay/OriginalButton.tsx'
import { safeText, shorten } from '../../ui/safe-text.ts'
import { Card } from '../parts/Card.tsx'
import styles from './WhyCard.module.css'

/** Why the request was made, with the headers that say so; and whether it came from a tab of another build. */
export function WhyCard({ exchange: { reason, skew, replayOf } }: { readonly exchange: Exchange }) {
  return (
    <Card title="Why did this run">
      {reason === null ? (
        <p className={styles['line']}>
          <CircleQuestionMark className={styles['unknown']} aria-hidden />
          <span className={styles['because']}>The headers of the request do not tell.</span>
        </p>
      ) : (
        <p className={styles['line']}>
          <ReasonIcon name={reason.name} />
          <span>
            <b title={REASONS[reason.name].means}>{REASONS[reason.name].label}.</b>{' '}
            <span className={styles['because']}>{safeText(shorten(reason.because, 1000))}</span>
          </span>
          {replayOf === null ? null : <OriginalButton id={replayOf} />}
        </p>
      )}
      {skew === null ? null : (
        <p className={styles['line']}>
          <TriangleAlert className={styles['warn']} aria-hidden />
          <span>{skewWords(skew)}</span>
        </p>
      )}
    </Card>
  )
}

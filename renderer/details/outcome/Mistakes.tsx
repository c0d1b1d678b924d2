import type { Mistake } from '../../../shared/exchange.ts'
import { safeText } from '../../ui/safe-text.ts'
import { Card } from '../parts/Card.tsx'
import styles from './Mistakes.module.css'

/** What the call did that Next does not know, in Next's own terms, and what it does know. */
export function Mistakes({ mistakes }: { readonly mistakes: readonly Mistake[] }) {
  return (
    <Card title="Not what Next expects of getServerSideProps">
      <ul>
        {mistakes.map(({ kind, message, advice }) => (
          <li key={`${kind} ${message}`} className={styles['mistake']}>
            {safeText(message)}
            <span>{safeText(advice)}</span>
          </li>
        ))}
      </ul>
    </Card>
  )
}

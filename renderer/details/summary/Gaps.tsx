import { TriangleAlert } from 'lucide-react'
import { safeText } from '../../ui/safe-text.ts'
import { Card } from '../parts/Card.tsx'
import styles from './Findings.module.css'

/** What could not be captured or read of this exchange: shown, never swallowed. */
export function Gaps({ gaps }: { readonly gaps: readonly string[] }) {
  return (
    <Card title="Not captured">
      <ul>
        {gaps.map(gap => (
          <li key={gap} className={styles['finding']}>
            <TriangleAlert className={styles['warning']} aria-hidden="true" />
            <span>{safeText(gap)}</span>
          </li>
        ))}
      </ul>
    </Card>
  )
}

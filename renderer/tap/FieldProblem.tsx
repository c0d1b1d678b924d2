import { CircleX } from 'lucide-react'
import { safeText } from '../ui/safe-text.ts'
import styles from './FieldProblem.module.css'

export interface FieldProblemProps {
  /** For `aria-describedby` of the field. */
  readonly id: string
  readonly what: string
  /** What to do, where `what` does not say it. */
  readonly next?: string | undefined
}

/** Why a field's value was refused, right under the field. */
export function FieldProblem({ id, what, next }: FieldProblemProps) {
  return (
    <p id={id} role="alert" className={styles['problem']}>
      <CircleX aria-hidden />
      <span>
        {safeText(what)}
        {next === undefined ? null : <span className={styles['next']}> {safeText(next)}</span>}
      </span>
    </p>
  )
}

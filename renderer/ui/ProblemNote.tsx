import { CircleX } from 'lucide-react'
import type { ReactNode } from 'react'
import type { Problem } from '../../shared/problem.ts'
import styles from './ProblemNote.module.css'
import { safeBlock, safeText } from './safe-text.ts'

export interface ProblemNoteProps {
  readonly problem: Problem
  /** What was tried, as a title: `Could not attach to localhost:3000`. */
  readonly title?: string
  readonly actions?: ReactNode
}

/** An expected failure: what went wrong, what to do next, and more for the curious. */
export function ProblemNote({ problem, title, actions }: ProblemNoteProps) {
  return (
    <div className={styles['note']} role="alert">
      <CircleX className={styles['icon']} aria-hidden />
      <div className={styles['body']}>
        {title === undefined ? null : <p className={styles['title']}>{safeText(title)}</p>}
        <p>{safeText(problem.message)}</p>
        <p className={styles['next']}>{safeText(problem.next)}</p>
        {problem.detail === null ? null : (
          <details className={styles['detail']}>
            <summary>Details</summary>
            <pre>{safeBlock(problem.detail)}</pre>
          </details>
        )}
        {actions ? <div className={styles['actions']}>{actions}</div> : null}
      </div>
    </div>
  )
}

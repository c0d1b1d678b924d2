import type { ReactNode } from 'react'
import { ErrorBoundary } from '../../ui/ErrorBoundary.tsx'
import styles from './Card.module.css'

export interface CardProps {
  readonly title: string
  /** A figure or a control at the right of the title. */
  readonly aside?: ReactNode
  readonly children: ReactNode
}

/** One concern of an exchange. What breaks in it stays in it. */
export function Card({ title, aside, children }: CardProps) {
  return (
    <section className={styles['card']} aria-label={title}>
      <header className={styles['head']}>
        <h3>{title}</h3>
        {aside === undefined ? null : <div className={styles['aside']}>{aside}</div>}
      </header>
      <ErrorBoundary what={`the card “${title}”`}>{children}</ErrorBoundary>
    </section>
  )
}

import type { ReactNode } from 'react'
import styles from './Card.module.css'

export interface CardProps {
  readonly icon: ReactNode
  readonly title: string
  readonly children: ReactNode
}

/** One way in, beside the found servers. */
export function Card({ icon, title, children }: CardProps) {
  return (
    <section className={styles['card']}>
      <h2 className={styles['title']}>
        {icon}
        {title}
      </h2>
      {children}
    </section>
  )
}

import type { ReactNode } from 'react'
import styles from './Badge.module.css'
import { cx } from './cx.ts'

export interface BadgeProps {
  readonly tone?: 'plain' | 'accent' | 'ok' | 'warn' | 'err'
  readonly children: ReactNode
  readonly title?: string
}

/** One or two words in a frame. */
export function Badge({ tone = 'plain', children, title }: BadgeProps) {
  return (
    <span className={cx(styles['badge'], styles[tone])} title={title}>
      {children}
    </span>
  )
}

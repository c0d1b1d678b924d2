import type { ComponentProps } from 'react'
import styles from './Button.module.css'
import { cx } from './cx.ts'

export interface ButtonProps extends ComponentProps<'button'> {
  readonly variant?: 'default' | 'primary' | 'quiet' | 'danger'
  readonly size?: 'small' | 'medium' | 'large'
  /** Shows that it works on it; the button's own words must say so too. */
  readonly busy?: boolean
}

export function Button({ variant = 'default', size = 'medium', busy = false, className, ...rest }: ButtonProps) {
  return (
    <button
      type="button"
      className={cx(styles['button'], styles[variant], styles[size], className)}
      aria-busy={busy || undefined}
      {...rest}
    />
  )
}

import type { ComponentProps, ReactNode } from 'react'
import { cx } from './cx.ts'
import styles from './IconButton.module.css'
import { Tooltip } from './Tooltip.tsx'

export interface IconButtonProps extends Omit<ComponentProps<'button'>, 'aria-label' | 'children'> {
  /** The accessible name, and the tooltip unless `hint` says more. */
  readonly label: string
  readonly hint?: ReactNode
  readonly icon: ReactNode
  readonly tone?: 'plain' | 'live' | 'warn'
}

export function IconButton({ label, hint, icon, tone = 'plain', className, ...rest }: IconButtonProps) {
  return (
    <Tooltip text={hint ?? label}>
      <button type="button" aria-label={label} className={cx(styles['button'], styles[tone], className)} {...rest}>
        {icon}
      </button>
    </Tooltip>
  )
}

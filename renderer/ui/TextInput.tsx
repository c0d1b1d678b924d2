import type { ComponentProps } from 'react'
import { cx } from './cx.ts'
import styles from './TextInput.module.css'

export interface TextInputProps extends Omit<ComponentProps<'input'>, 'aria-label'> {
  /** The accessible name. */
  readonly label: string
}

/** One line of code-like text: paths, targets. No help from the browser, which would only change it. */
export function TextInput({ label, className, ...rest }: TextInputProps) {
  return (
    <input
      type="text"
      aria-label={label}
      className={cx(styles['input'], className)}
      spellCheck={false}
      autoComplete="off"
      autoCapitalize="off"
      autoCorrect="off"
      {...rest}
    />
  )
}

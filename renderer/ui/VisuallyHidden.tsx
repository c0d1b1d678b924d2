import type { ReactNode } from 'react'
import styles from './VisuallyHidden.module.css'

/** Words for screen readers where the eye sees them from the place or the shape. */
export function VisuallyHidden({ children }: { readonly children: ReactNode }) {
  return <div className={styles['hidden']}>{children}</div>
}

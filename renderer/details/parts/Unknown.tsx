import { NOTHING } from '../../ui/format.ts'
import styles from './Unknown.module.css'

/** Stands for what is not known, and says why: never a 0, never a guess. */
export function Unknown({ why }: { readonly why: string }) {
  return (
    <abbr title={why} className={styles['unknown']}>
      <span aria-hidden="true">{NOTHING}</span>
      <span className={styles['words']}>not known: {why}</span>
    </abbr>
  )
}

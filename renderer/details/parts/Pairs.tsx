import { Fragment, type ReactNode } from 'react'
import { cx } from '../../ui/cx.ts'
import { safeText } from '../../ui/safe-text.ts'
import styles from './Pairs.module.css'

export interface Pair {
  readonly name: string
  readonly value: ReactNode
  /** Said in place of the name where two pairs have the same. */
  readonly id?: string
}

/** Names with their values, one below the other. Captured text comes in as strings and is made safe here. */
export function Pairs({ pairs, mono = false }: { readonly pairs: readonly Pair[]; readonly mono?: boolean }) {
  return (
    <dl className={cx(styles['pairs'], mono && styles['mono'])}>
      {pairs.map(({ name, value, id }) => (
        <Fragment key={id ?? name}>
          <dt>{safeText(name)}</dt>
          <dd>{typeof value === 'string' ? safeText(value) : value}</dd>
        </Fragment>
      ))}
    </dl>
  )
}

/** Captured text in the middle of a sentence or a cell. */
export function Captured({ children }: { readonly children: string }) {
  return <code className={styles['captured']}>{safeText(children)}</code>
}

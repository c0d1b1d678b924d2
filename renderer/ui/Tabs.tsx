import { Tabs as Base } from '@base-ui/react/tabs'
import type { ReactNode } from 'react'
import { cx } from './cx.ts'
import styles from './Tabs.module.css'

export interface Tab<Id extends string> {
  readonly id: Id
  readonly label: string
  /** A short figure after the label, e.g. how many there are. */
  readonly count?: string | undefined
  readonly tone?: 'plain' | 'warn' | 'err'
}

export interface TabsProps<Id extends string> {
  /** Accessible name of the list of tabs. */
  readonly label: string
  readonly tabs: readonly Tab<Id>[]
  readonly value: Id
  readonly onChange: (id: Id) => void
  /** The panel of the tab that is shown; the others are not mounted. */
  readonly children: ReactNode
  readonly className?: string
}

/** A row of tabs and the panel of the one that is shown. Arrow keys move between tabs. */
export function Tabs<Id extends string>({ label, tabs, value, onChange, children, className }: TabsProps<Id>) {
  return (
    <Base.Root value={value} onValueChange={next => onChange(next as Id)} className={cx(styles['root'], className)}>
      <Base.List className={styles['list']} aria-label={label} activateOnFocus>
        {tabs.map(tab => (
          <Base.Tab key={tab.id} value={tab.id} className={styles['tab']}>
            {`${tab.label} `}
            {tab.count === undefined ? null : (
              <span className={cx(styles['count'], styles[tab.tone ?? 'plain'])}>{tab.count}</span>
            )}
          </Base.Tab>
        ))}
      </Base.List>
      <Base.Panel value={value} className={styles['panel']}>
        {children}
      </Base.Panel>
    </Base.Root>
  )
}

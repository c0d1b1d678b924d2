import { Menu as Base } from '@base-ui/react/menu'
import { Check } from 'lucide-react'
import type { ReactElement, ReactNode } from 'react'
import { cx } from './cx.ts'
import styles from './Menu.module.css'

export interface MenuProps {
  /** The button that opens it. */
  readonly trigger: ReactElement
  readonly align?: 'start' | 'end'
  readonly children: ReactNode
}

export function Menu({ trigger, align = 'start', children }: MenuProps) {
  return (
    <Base.Root>
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Positioner sideOffset={6} align={align} className={styles['positioner']}>
          <Base.Popup className={styles['popup']}>{children}</Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  )
}

export interface MenuItemProps {
  readonly icon?: ReactNode
  readonly tone?: 'plain' | 'danger'
  readonly onSelect: () => void
  readonly disabled?: boolean
  /** It can be on or off, and the menu stays open for the next one. */
  readonly checked?: boolean
  readonly children: ReactNode
}

export function MenuItem({ icon, tone = 'plain', onSelect, disabled = false, checked, children }: MenuItemProps) {
  if (checked !== undefined)
    return (
      <Base.CheckboxItem
        className={cx(styles['item'], styles[tone])}
        checked={checked}
        onCheckedChange={onSelect}
        disabled={disabled}
      >
        <span className={styles['icon']}>{icon}</span>
        {children}
      </Base.CheckboxItem>
    )
  return (
    <Base.Item className={cx(styles['item'], styles[tone])} onClick={onSelect} disabled={disabled}>
      <span className={styles['icon']}>{icon}</span>
      {children}
    </Base.Item>
  )
}

export interface MenuChoiceProps<Value extends string> {
  readonly label: string
  readonly value: Value
  readonly onChange: (value: Value) => void
  readonly choices: readonly { readonly value: Value; readonly label: string; readonly icon: ReactNode }[]
}

/** One of several, marked. */
export function MenuChoice<Value extends string>({ label, value, onChange, choices }: MenuChoiceProps<Value>) {
  return (
    <Base.RadioGroup value={value} onValueChange={next => onChange(next as Value)} aria-label={label}>
      {choices.map(choice => (
        <Base.RadioItem key={choice.value} value={choice.value} className={styles['item']} closeOnClick>
          <span className={styles['icon']}>{choice.icon}</span>
          {choice.label}
          <Base.RadioItemIndicator className={styles['check']}>
            <Check />
          </Base.RadioItemIndicator>
        </Base.RadioItem>
      ))}
    </Base.RadioGroup>
  )
}

/** Words inside a menu that are not a choice. */
export function MenuNote({ children }: { readonly children: ReactNode }) {
  return <div className={styles['note']}>{children}</div>
}

export function MenuLine() {
  return <Base.Separator className={styles['line']} />
}

import { Popover as Base } from '@base-ui/react/popover'
import { type ReactElement, type ReactNode, useRef } from 'react'
import { cx } from './cx.ts'
import styles from './Popover.module.css'

export interface PopoverProps {
  readonly trigger: ReactElement
  readonly title: string
  readonly align?: 'start' | 'end'
  readonly open: boolean
  readonly onOpenChange: (open: boolean) => void
  /** The panel itself gets the focus first, not its first control: for panels that one opens to read. */
  readonly toRead?: boolean
  /** For lines that hold more than a few words. */
  readonly wide?: boolean
  readonly children: ReactNode
}

/** A small panel at a button, for one question. */
export function Popover(props: PopoverProps) {
  const { trigger, title, align = 'end', open, onOpenChange, toRead = false, wide = false, children } = props
  const panel = useRef<HTMLDivElement>(null)
  return (
    <Base.Root open={open} onOpenChange={onOpenChange}>
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Positioner sideOffset={6} align={align} className={styles['positioner']}>
          <Base.Popup
            ref={panel}
            className={cx(styles['popup'], wide && styles['wide'])}
            initialFocus={toRead ? panel : true}
            // Before the hint of a control inside, which would take the key for itself.
            onKeyDownCapture={event => {
              if (event.key === 'Escape') onOpenChange(false)
            }}
          >
            <Base.Title className={styles['title']}>{title}</Base.Title>
            {children}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  )
}

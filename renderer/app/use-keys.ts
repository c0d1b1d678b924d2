import { useEffect } from 'react'
import { moveSelection } from '../state/selection.ts'
import { useStore } from '../state/store.ts'
import { TAP_ID } from '../tap/TapChip.tsx'
import { FILTER_ID } from './FilterBox.tsx'
import { actionFor } from './key-actions.ts'

/** Letters belong to whatever is typed into; arrows, Home, End and Enter to the control that has the focus. */
function isTaken(target: EventTarget | null, key: string): boolean {
  if (!(target instanceof HTMLElement)) return false
  if (target.matches('input, textarea, select, [contenteditable="true"]')) return true
  // An open menu or dialog keeps all keys to itself.
  if (target.closest('[role="menu"], [role="dialog"], [role="alertdialog"]')) return true
  if (key.length === 1 || key === 'Escape') return false
  return target !== document.body && target.closest('#timeline') === null
}

export function useKeys(active: boolean, onHelp: () => void): void {
  useEffect(() => {
    if (!active) return
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return
      const action = actionFor(event.key)
      if (!action || isTaken(event.target, event.key)) return
      event.preventDefault()
      switch (action.kind) {
        case 'move':
          moveSelection(action.by)
          break
        case 'open':
          useStore.setState(({ selected }) => ({ detailsOpen: selected !== null }))
          break
        case 'close':
          useStore.setState({ detailsOpen: false })
          document.getElementById('timeline')?.focus()
          break
        case 'filter':
          document.getElementById(FILTER_ID)?.focus()
          break
        case 'tap':
          // As a click: it turns the tap on where it is off, and the focus comes back to it.
          document.getElementById(TAP_ID)?.focus()
          document.getElementById(TAP_ID)?.click()
          break
        case 'help':
          onHelp()
          break
      }
    }
    window.addEventListener('keydown', onKeyDown)
    return () => window.removeEventListener('keydown', onKeyDown)
  }, [active, onHelp])
}

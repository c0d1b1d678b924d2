import { useEffect } from 'react'
import { chordOf } from './chord.ts'
import { commandFor, whyNot } from './registry.ts'

/** Letters belong to whatever is typed into; arrows, Home, End and Enter to the control that has the focus. */
function isTaken(target: EventTarget | null, chord: string): boolean {
  if (!(target instanceof HTMLElement)) return false
  // An open menu or dialog keeps all keys to itself.
  if (target.closest('[role="menu"], [role="dialog"], [role="alertdialog"], [role="listbox"]')) return true
  if (chord.startsWith('Mod+')) return false
  if (target.matches('input, textarea, select, [contenteditable="true"]')) return true
  if (chord.length === 1 || chord === 'Escape') return false
  return target !== document.body && target.closest('#timeline') === null
}

/** Runs the command of a key, where no control has use for it. */
export function useKeys(active: boolean): void {
  useEffect(() => {
    if (!active) return
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented) return
      const chord = chordOf(event)
      const command = chord === null ? null : commandFor(chord)
      if (chord === null || !command || isTaken(event.target, chord)) return
      event.preventDefault()
      if (whyNot(command) === null) command.run()
    }
    window.addEventListener('keydown', onKeyDown)
    return () => window.removeEventListener('keydown', onKeyDown)
  }, [active])
}

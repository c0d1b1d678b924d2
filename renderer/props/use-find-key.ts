import { type RefObject, useEffect } from 'react'

/** Ctrl or ⌘ F goes to the search box while the props are looked at: the browser's own search sees only the lines on screen. */
export function useFindKey(root: RefObject<HTMLElement | null>, box: RefObject<HTMLInputElement | null>): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== 'f' || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return
      if (!root.current?.checkVisibility()) return
      event.preventDefault()
      box.current?.focus()
      box.current?.select()
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [root, box])
}

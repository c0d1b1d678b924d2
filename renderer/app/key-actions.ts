export type KeyAction =
  | { readonly kind: 'move'; readonly by: number }
  | { readonly kind: 'open' | 'close' | 'filter' | 'tap' | 'help' }

/** Rows that End and Home move by: more than there can be. */
const ALL = 1e9

/** What a key does when no control has use for it. */
export function actionFor(key: string): KeyAction | null {
  switch (key) {
    case 'j':
    case 'ArrowDown':
      return { kind: 'move', by: 1 }
    case 'k':
    case 'ArrowUp':
      return { kind: 'move', by: -1 }
    case 'Home':
      return { kind: 'move', by: -ALL }
    case 'End':
      return { kind: 'move', by: ALL }
    case 'Enter':
      return { kind: 'open' }
    case 'Escape':
      return { kind: 'close' }
    case '/':
      return { kind: 'filter' }
    case 't':
      return { kind: 'tap' }
    case '?':
      return { kind: 'help' }
    default:
      return null
  }
}

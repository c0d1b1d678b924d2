import type { TreeRow } from './rows.ts'

/** What a key pressed on the tree asks for, after the ARIA practices for tree views. */
export type TreeMove =
  | { readonly kind: 'go'; readonly to: number }
  | { readonly kind: 'open'; readonly row: number }
  | { readonly kind: 'close'; readonly row: number }
  | { readonly kind: 'toggle'; readonly row: number }
  | { readonly kind: 'find'; readonly letter: string }

export interface TreeSight {
  readonly rows: readonly TreeRow[]
  /** Index of the active row, -1 for none. */
  readonly active: number
  /** Whether a row can be open, and is. */
  readonly state: (row: TreeRow) => 'leaf' | 'open' | 'closed'
  /** Rows on one screen. */
  readonly page: number
}

/** null: not a key of the tree's. */
export function moveFor(key: string, { rows, active, state, page }: TreeSight): TreeMove | null {
  const last = rows.length - 1
  if (last < 0) return null
  const go = (to: number): TreeMove => ({ kind: 'go', to: Math.min(last, Math.max(0, to)) })
  const row = rows[active]
  switch (key) {
    case 'ArrowDown':
      return go(active + 1)
    case 'ArrowUp':
      return go(active < 0 ? last : active - 1)
    case 'Home':
      return go(0)
    case 'End':
      return go(last)
    case 'PageDown':
      return go(active + page)
    case 'PageUp':
      return go(active - page)
    case 'ArrowRight':
      if (!row || state(row) === 'leaf') return row ? null : go(0)
      return state(row) === 'closed' ? { kind: 'open', row: active } : go(active + 1)
    case 'ArrowLeft':
      if (!row) return null
      return state(row) === 'open' ? { kind: 'close', row: active } : go(parentOf(rows, active))
    case 'Enter':
    case ' ':
      return row && state(row) !== 'leaf' ? { kind: 'toggle', row: active } : null
    default:
      // Punctuation stays with the application: `/` goes to the filter.
      return /^[\p{L}\p{N}_$]$/u.test(key) ? { kind: 'find', letter: key } : null
  }
}

/** The row that `at` is under; itself at the top level. */
export function parentOf(rows: readonly TreeRow[], at: number): number {
  const depth = rows[at]?.depth ?? 0
  if (depth === 0) return at
  let above = at - 1
  while (above >= 0 && (rows[above]?.depth ?? 0) >= depth) above--
  return Math.max(0, above)
}

/** The next row, from the one behind `active` on and around, whose name begins with `typed`, in any case; -1 where none does. */
export function findTyped(count: number, active: number, typed: string, nameOf: (row: number) => string): number {
  const wanted = typed.toLowerCase()
  // More letters may still fit the row that the first one found.
  const first = [...typed].length > 1 ? Math.max(0, active) : active + 1
  for (let n = 0; n < count; n++) {
    const at = (first + n) % count
    if (nameOf(at).toLowerCase().startsWith(wanted)) return at
  }
  return -1
}

import type { Rows } from './rows.ts'

/** What a key pressed on the tree asks for, after the ARIA practices for tree views. */
export type TreeMove =
  | { readonly kind: 'go'; readonly to: number }
  | { readonly kind: 'open' | 'close' | 'toggle'; readonly row: number }

export interface TreeSight {
  readonly rows: Pick<Rows, 'count' | 'depth'>
  /** Index of the active row, -1 for none. */
  readonly active: number
  /** Whether a row can be open, and is. */
  readonly state: (row: number) => 'leaf' | 'open' | 'closed'
  /** Rows on one screen. */
  readonly page: number
}

const KEYS = ['ArrowDown', 'ArrowUp', 'ArrowLeft', 'ArrowRight', 'Home', 'End', 'PageDown', 'PageUp', 'Enter', ' ']

export const isTreeKey = (key: string): boolean => KEYS.includes(key)

/** Letters are looked for; punctuation stays with the application: `/` goes to the filter. */
export const isTyped = (key: string): boolean => /^[\p{L}\p{N}_$]$/u.test(key)

/** null: nothing to do. */
export function moveFor(key: string, { rows, active, state, page }: TreeSight): TreeMove | null {
  const last = rows.count - 1
  if (last < 0) return null
  const go = (to: number): TreeMove => ({ kind: 'go', to: Math.min(last, Math.max(0, to)) })
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
      if (active < 0) return go(0)
      if (state(active) === 'leaf') return null
      return state(active) === 'closed' ? { kind: 'open', row: active } : go(active + 1)
    case 'ArrowLeft':
      if (active < 0) return null
      return state(active) === 'open' ? { kind: 'close', row: active } : go(rowAbove(rows, active))
    case 'Enter':
    case ' ':
      return active >= 0 && state(active) !== 'leaf' ? { kind: 'toggle', row: active } : null
    default:
      return null
  }
}

/** The row that `at` is under; itself at the top level. */
export function rowAbove(rows: Pick<Rows, 'depth'>, at: number): number {
  const depth = rows.depth[at] ?? 0
  if (depth === 0) return at
  let above = at - 1
  while (above >= 0 && (rows.depth[above] ?? 0) >= depth) above--
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

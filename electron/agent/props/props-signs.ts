import { isFixed, isWatchable, type Seen } from './props-values.ts'

/**
 * What was read of the props, as text: a value after the other as `JSON.stringify` writes them, so that whoever has that JSON knows which is meant.
 * `0` never looked at, `t` only looked at (whether it is there, how long it is), `1` read, `?` handed out and not watched; each with all that is in it. `(`, then a container's members one after
 * the other, `)`. Before any of them: `j3;` all of it was taken at once, at place 3; `s;` members of it were taken by a spread or the like.
 */
export interface ReadsWriter {
  /** Goes on for about `ms`; true when done. */
  step(ms: number): boolean
  /** null: there was more than is looked through, or it holds itself. */
  readonly text: string | null
}

const NOTHING: Seen = { read: new Set(), asked: new Set(), listed: false, whole: null, spread: false }
const NODES_AT_MOST = 1_500_000
const DEEPEST = 2000
const STEP_NODES = 64

type Looked = 'no' | 'asked' | 'taken'
interface Open {
  readonly value: object
  readonly seen: Seen
  /** null: of an array. */
  readonly keys: readonly string[] | null
  readonly length: number
  index: number
  /** Where its text begins. */
  readonly from: number
  /** What all members so far have in common: nothing yet, one sign, or different ones. */
  common: string | null | undefined
}

export function writeReads(root: object, seenOf: (value: object) => Seen | undefined): ReadsWriter {
  const parts: string[] = []
  const open: Open[] = []
  let nodes = 0
  let failed = false
  let done = false

  function sign(text: string): void {
    parts.push(text)
    const parent = open[open.length - 1]
    if (!parent) done = true
    else if (parent.common === undefined) parent.common = text
    else if (parent.common !== text) parent.common = null
  }

  function visit(value: unknown, looked: Looked, fixed: boolean): void {
    nodes += 1
    if (nodes > NODES_AT_MOST) failed = true
    const plain = looked === 'no' ? '0' : looked === 'asked' ? 't' : '1'
    if (typeof value !== 'object' || value === null) return sign(plain)
    if (!isWatchable(value) || fixed) return sign(plain === '1' ? '?' : plain)
    // Of the props themselves each member is told, also where nothing of them was looked at.
    const seen = seenOf(value) ?? (open.length === 0 ? NOTHING : undefined)
    const keys = Array.isArray(value) ? null : Object.keys(value).filter(key => isWritten(value, key))
    const length = keys ? keys.length : (value as unknown[]).length
    if (!seen) return sign(looked === 'no' ? '0' : length === 0 && looked === 'taken' ? '1' : 't')
    if (seen.whole !== null) {
      parts.push(`j${seen.whole};`)
      sign('1')
      return differs()
    }
    if (length === 0) return sign('1')
    if (open.length >= DEEPEST || open.some(one => one.value === value)) {
      failed = true
      return
    }
    if (seen.spread) parts.push('s;')
    open.push({ value, seen, keys, length, index: 0, from: parts.length, common: undefined })
    parts.push('(')
  }

  function advance(): void {
    const top = open[open.length - 1]
    if (!top) return
    if (top.index === top.length) {
      open.pop()
      // All alike: the container says it for all of them.
      const { common } = top
      const same = common === '1' || (open.length > 0 && (common === '0' || common === 't')) ? common : null
      if (same === null) return close()
      parts.length = top.from
      return sign(same === '1' ? '1' : 't')
    }
    const key = top.keys ? (top.keys[top.index] as string) : String(top.index)
    top.index += 1
    const { seen } = top
    const own = Object.getOwnPropertyDescriptor(top.value, key)
    const looked: Looked = seen.read.has(key)
      ? 'taken'
      : seen.asked.has(key) || (seen.listed && top.keys !== null)
        ? 'asked'
        : 'no'
    // An accessor is not run for this.
    if (own && !('value' in own)) return sign(looked === 'taken' ? '?' : looked === 'asked' ? 't' : '0')
    visit(own?.value, looked, isFixed(top.value, key))
  }
  function close(): void {
    parts.push(')')
    if (open.length === 0) done = true
    differs()
  }
  /** What was just written says more than a sign: the container around it is written out. */
  function differs(): void {
    const parent = open[open.length - 1]
    if (parent) parent.common = null
  }

  return {
    step(ms) {
      const until = performance.now() + ms
      if (nodes === 0) visit(root, 'taken', false)
      while (!done && !failed) {
        for (let count = 0; count < STEP_NODES && !done && !failed; count += 1) advance()
        if (performance.now() >= until) break
      }
      return done || failed
    },
    get text() {
      return done && !failed ? parts.join('') : null
    },
  }
}

/** Members that JSON leaves away take no place. */
function isWritten(object: object, key: string): boolean {
  const own = Object.getOwnPropertyDescriptor(object, key)
  if (own && !('value' in own)) return true
  const value: unknown = own?.value
  return value !== undefined && typeof value !== 'function' && typeof value !== 'symbol'
}

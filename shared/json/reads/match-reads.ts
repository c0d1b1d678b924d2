import type { Job } from '../job.ts'
import type { JsonTree } from '../json-index.ts'
import { childCount, nextOf } from '../tree.ts'

/** How a value was read: `partly` of a container, whose members say more. */
export const READ = { read: 0, unread: 1, lookedAt: 2, notWatched: 3, partly: 4, unknown: 5 } as const
export type ReadState = (typeof READ)[keyof typeof READ]

/** Of each value of a tree how it was read, and which of them one function took whole (number of the place). */
export interface MatchedReads {
  readonly states: Uint8Array
  readonly whole: readonly { readonly node: number; readonly place: number }[]
}

const SIGNS: Readonly<Record<string, ReadState>> = {
  '0': READ.unread,
  t: READ.lookedAt,
  '1': READ.read,
  '?': READ.notWatched,
}
const STEPS = 20_000

interface Open {
  readonly node: number
  /** The next member, and how many there still are. */
  next: number
  left: number
}

/**
 * Puts the signs that the agent wrote (`electron/agent/props/props-signs.ts`) beside the values of the JSON that was sent. A container whose members are not as many is `unknown`, and
 * what comes after it is right again; null where the signs are not such a text.
 */
export function* matchReads({ index }: JsonTree, signs: string): Job<MatchedReads | null> {
  const states = new Uint8Array(index.count)
  const whole: { node: number; place: number }[] = []
  const open: Open[] = []
  let at = 0
  let place: number | null = null
  let steps = 0
  const fill = (node: number, state: ReadState) => states.fill(state, node, nextOf(index, node))
  /** The value that the next sign is of; null: there is none in the JSON. */
  const take = (): number | null => {
    const top = open.at(-1)
    if (!top) return states.length > 0 && at <= signs.length ? 0 : null
    if (top.left === 0) return null
    const node = top.next
    top.next = nextOf(index, node)
    top.left -= 1
    return node
  }
  /** Behind the bracket that closes what is open. */
  const skip = () => {
    for (let depth = 1; at < signs.length && depth > 0; at += 1) {
      if (signs[at] === '(') depth += 1
      else if (signs[at] === ')') depth -= 1
    }
  }

  while (at < signs.length) {
    const sign = signs[at] as string
    at += 1
    if (sign === 'j' || sign === 's') {
      const end = signs.indexOf(';', at)
      if (end < 0) return null
      if (sign === 'j') place = Number(signs.slice(at, end))
      at = end + 1
      continue
    }
    if (sign === ')') {
      const closed = open.pop()
      if (!closed) return null
      if (closed.left > 0) fill(closed.node, READ.unknown)
    } else {
      const node = take()
      if (node === null) {
        const closed = open.pop()
        if (!closed) return null
        fill(closed.node, READ.unknown)
        if (sign === '(') skip()
        skip()
      } else if (sign === '(') {
        const left = childCount(index, node)
        states[node] = READ.partly
        open.push({ node, next: node + 1, left })
      } else {
        const state = SIGNS[sign]
        if (state === undefined) return null
        fill(node, state)
        if (place !== null) whole.push({ node, place })
      }
      place = null
    }
    steps += 1
    if (steps % STEPS === 0) yield at / signs.length
    if (open.length === 0) break
  }
  return open.length === 0 && at === signs.length && at > 0 ? { states, whole } : null
}

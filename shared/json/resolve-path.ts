import { type JsonTree, NONE } from './json-index.ts'
import { readString } from './text.ts'
import { eachChild, isObject, keyStartBefore, ordinalOf, startOf } from './tree.ts'

const STEP = /\.?(?:\[(?<position>\d+)\]|\[(?<quoted>"(?:[^"\\]|\\.)*")\]|(?<name>[^.[\]"]+))/uy

/** The entry that a path (as `pathOf` writes it) leads to, of duplicate keys the last; null where it leads nowhere. */
export function resolvePath(tree: JsonTree, path: string): number | null {
  let node = 0
  for (let at = 0; at < path.length; at = STEP.lastIndex) {
    STEP.lastIndex = at
    const step = STEP.exec(path)?.groups
    if (!step) return null
    const { position, quoted, name } = step
    const next = position === undefined ? member(tree, node, name ?? unquoted(quoted)) : element(tree, node, +position)
    if (next === null) return null
    node = next
  }
  return node
}

function unquoted(text = ''): string {
  try {
    return String(JSON.parse(text))
  } catch {
    return text
  }
}

function member(tree: JsonTree, node: number, name: string): number | null {
  const ordinal = ordinalOf(tree.index, node)
  if (ordinal === NONE || !isObject(tree, node)) return null
  let found: number | null = null
  eachChild(tree, ordinal, child => {
    const from = keyStartBefore(tree.bytes, startOf(tree, child.node))
    if (readString(tree.bytes, from, Number.POSITIVE_INFINITY).text === name) found = child.node
  })
  return found
}

function element(tree: JsonTree, node: number, wanted: number): number | null {
  const ordinal = ordinalOf(tree.index, node)
  if (ordinal === NONE || isObject(tree, node)) return null
  let found: number | null = null
  eachChild(tree, ordinal, (child, position) => {
    if (position === wanted) found = child.node
    return position < wanted
  })
  return found
}

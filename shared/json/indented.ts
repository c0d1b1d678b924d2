import { type JsonTree, NONE } from './json-index.ts'
import { eachChild, isObject, keyStartBefore, ordinalOf, startOf, stopOf } from './tree.ts'
import { decodeBytes } from './utf8.ts'

/**
 * The JSON of a value, indented by two spaces a level, numbers and escapes exactly as they are written; null where that would be more than `limit` characters.
 * No recursion: payloads may be 10,000 levels deep.
 */
export function indented(tree: JsonTree, node: number, limit: number): string | null {
  const { bytes } = tree
  const out: string[] = []
  let length = 0
  const put = (text: string) => {
    out.push(text)
    length += text.length
  }
  interface Open {
    readonly children: readonly { readonly node: number; readonly stop: number }[]
    readonly object: boolean
    at: number
  }
  const stack: Open[] = []
  const begin = (at: number, stop: number) => {
    const ordinal = ordinalOf(tree.index, at)
    if (ordinal === NONE) return put(decodeBytes(bytes, startOf(tree, at), stop))
    const children: { node: number; stop: number }[] = []
    eachChild(tree, ordinal, child => {
      children.push({ node: child.node, stop: child.stop })
    })
    const object = isObject(tree, at)
    put(object ? '{' : '[')
    stack.push({ children, object, at: 0 })
  }
  if (stopOf(tree, node) - startOf(tree, node) > limit) return null
  begin(node, stopOf(tree, node))
  for (let top = stack.at(-1); top; top = stack.at(-1)) {
    if (length > limit) return null
    const child = top.children[top.at]
    if (!child) {
      stack.pop()
      put(`\n${'  '.repeat(stack.length)}${top.object ? '}' : ']'}`)
      continue
    }
    put(`${top.at === 0 ? '' : ','}\n${'  '.repeat(stack.length)}`)
    top.at++
    const start = startOf(tree, child.node)
    if (top.object) {
      const key = decodeBytes(bytes, keyStartBefore(bytes, start), start)
      put(`${key.slice(0, key.lastIndexOf('"') + 1)}: `)
    }
    begin(child.node, child.stop)
  }
  return out.join('')
}

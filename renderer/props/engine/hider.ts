import type { JsonTree } from '../../../shared/json/json-index.ts'
import { resolvePath } from '../../../shared/json/resolve-path.ts'
import { secretShape } from '../../../shared/json/secrets.ts'
import { stringOf } from '../../../shared/json/text.ts'
import { isContainer, startOf } from '../../../shared/json/tree.ts'

/** Which values are secrets that are not shown. */
export interface Hider {
  /** Secrets that are known by their paths. */
  know(tree: JsonTree, secrets: readonly { readonly path: string; readonly name: string }[]): void
  /** Shows one, or with null all from now on. */
  reveal(node: number | null): void
  /** What a hidden value is; null where it may be shown. */
  hidden(tree: JsonTree, node: number): string | null
}

const LOOKED_AT = 4096

export function createHider(): Hider {
  const known = new Map<number, string>()
  const revealed = new Set<number>()
  let all = false
  return {
    know(tree, secrets) {
      for (const { path, name } of secrets) {
        const node = resolvePath(tree, path)
        if (node !== null && !isContainer(tree, node)) known.set(node, name)
      }
    },
    reveal(node) {
      if (node === null) all = true
      else revealed.add(node)
    },
    hidden(tree, node) {
      if (all || revealed.has(node)) return null
      const name = known.get(node)
      if (name !== undefined) return name
      return tree.bytes[startOf(tree, node)] === 0x22 ? secretShape(stringOf(tree, node, LOOKED_AT).text) : null
    },
  }
}

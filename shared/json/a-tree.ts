import { indexJson } from './index-json.ts'
import type { JsonTree } from './json-index.ts'
import { encodeText } from './utf8.ts'

/** For tests: the tree of a JSON text, or of a value. */
export function aTree(text: string): JsonTree {
  const bytes = encodeText(text)
  const result = indexJson(bytes)
  if (!result.ok) throw new Error(`${result.fault.message} at ${result.fault.at}`)
  return { bytes, index: result.index }
}

export const aTreeOf = (value: unknown): JsonTree => aTree(JSON.stringify(value))

export const allNodes = (tree: JsonTree): number[] => Array.from({ length: tree.index.count }, (_, node) => node)

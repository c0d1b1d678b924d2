import { createHash } from 'node:crypto'
import { secretsInJson } from '../../shared/json/secrets.ts'
import { pathAt } from './path-at.ts'

/** What the props as compact JSON are told by, and what among them looks like a secret. */
export interface PropsMarks {
  /** Equal props have equal digests. */
  readonly digest: string
  /** Where something stands that has the shape of a secret; null where the props are too large to look through. */
  readonly shapes: readonly { readonly path: string; readonly name: string }[] | null
}

/** Larger props are not looked through for shapes. */
const LOOKED_AT_MOST = 8 * 1024 * 1024
const FOUND_AT_MOST = 20

export function marksOf(json: Uint8Array): PropsMarks {
  const digest = createHash('sha256').update(json).digest('base64url').slice(0, 22)
  if (json.byteLength > LOOKED_AT_MOST) return { digest, shapes: null }
  // One character a byte, so that places are the same.
  const text = Buffer.from(json.buffer, json.byteOffset, json.byteLength).toString('latin1')
  const shapes: { path: string; name: string }[] = []
  for (const { name, index } of secretsInJson(text)) {
    shapes.push({ path: pathAt(text, index), name })
    if (shapes.length >= FOUND_AT_MOST) break
  }
  return { digest, shapes }
}

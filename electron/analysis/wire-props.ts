import { codingsOf, encode } from './codings.ts'
import type { Extent } from './json-bytes.ts'

/** Larger documents are not compressed anew, and no more than these at once: it is a nicety that must hold up nothing. */
const DOCUMENT_AT_MOST = 4 * 1024 * 1024
const AT_ONCE = 2
let running = 0

/** Of a second of the wall clock, and how much of that may have gathered, in ms: whoever is looked at needs the processor more. */
const SHARE = 0.1
const GATHERED_AT_MOST = 2000
let allowance = GATHERED_AT_MOST
let countedAt = performance.now()

function hasAllowance(): boolean {
  const now = performance.now()
  allowance = Math.min(GATHERED_AT_MOST, allowance + (now - countedAt) * SHARE)
  countedAt = now
  return allowance > 0
}

/**
 * How many bytes of `wire`, the size of `document` as sent, its props take: what it shrinks by without them, both compressed anew as they were sent, since one does not know how hard
 * the server tried. Off this thread. null where it is too large, much of this was done of late, or this Node cannot.
 */
export async function wirePropsOf(
  document: Buffer,
  props: Extent,
  contentEncoding: string | null,
  wire: number,
): Promise<number | null> {
  const codings = codingsOf(contentEncoding)
  if (codings.length === 0) return props.to - props.from
  if (document.byteLength > DOCUMENT_AT_MOST || running >= AT_ONCE || !hasAllowance()) return null
  running += 1
  const began = performance.now()
  try {
    const without = Buffer.concat([document.subarray(0, props.from), document.subarray(props.to)])
    const [all, rest] = [await sizeIn(codings, document), await sizeIn(codings, without)]
    if (all === null || rest === null || all === 0) return null
    return Math.max(0, Math.round(wire * (1 - rest / all)))
  } catch {
    return null
  } finally {
    running -= 1
    allowance -= performance.now() - began
  }
}

async function sizeIn(codings: readonly string[], bytes: Uint8Array): Promise<number | null> {
  let current = bytes
  for (const coding of codings) {
    const encoded = await encode(coding, current)
    if (!encoded) return null
    current = encoded
  }
  return current.byteLength
}

import { createHash } from 'node:crypto'
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

/** Prefixes that their makers document, for scanners like this one; none that is meant for browsers (publishable keys, Google's browser keys). */
const SHAPES: readonly (readonly [name: string, shape: RegExp])[] = [
  ['a private key', /-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----/g],
  ['a JWT', /"eyJ[\w-]{8,}\.eyJ[\w-]{4,}\.[\w-]*"/g],
  ['a Stripe secret key', /"(?:sk|rk)_(?:live|test)_[\w-]{10,}"/g],
  ['a GitHub token', /"(?:gh[pousr]_[A-Za-z0-9]{20,}|github_pat_\w{20,})"/g],
  ['a GitLab token', /"glpat-[\w-]{20,}"/g],
  ['an npm token', /"npm_[A-Za-z0-9]{30,}"/g],
  ['a Slack token', /"xox[abeoprs]-[\w-]{10,}"/g],
  ['an AWS access key', /"(?:AKIA|ASIA)[A-Z0-9]{16}"/g],
  ['a SendGrid key', /"SG\.[\w-]{16,}\.[\w-]{16,}"/g],
  ['an OpenAI or Anthropic key', /"sk-(?:proj-|ant-)?[\w-]{20,}"/g],
  ['a database URL with a password', /"[a-z][a-z0-9+]*:\/\/[^"\s/:@]+:[^"\s/@]+@[^"\s]+"/g],
]

export function marksOf(json: Uint8Array): PropsMarks {
  const digest = createHash('sha256').update(json).digest('base64url').slice(0, 22)
  if (json.byteLength > LOOKED_AT_MOST) return { digest, shapes: null }
  // One character a byte, so that places are the same.
  const text = Buffer.from(json.buffer, json.byteOffset, json.byteLength).toString('latin1')
  const shapes: { path: string; name: string }[] = []
  for (const [name, shape] of SHAPES) {
    for (const found of text.matchAll(shape)) {
      if (shapes.length >= FOUND_AT_MOST) break
      shapes.push({ path: pathAt(text, found.index), name })
    }
  }
  return { digest, shapes }
}

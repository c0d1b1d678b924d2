/** What well-known secrets look like, as whole strings; the first that fits names it. */
const SHAPES: readonly (readonly [name: string, shape: RegExp])[] = [
  ['a JWT', /^(?:Bearer )?eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]*/],
  ['a private key', /-----BEGIN (?:[A-Z]+ )?PRIVATE KEY-----/],
  ['a GitHub token', /^(?:gh[pousr]_[A-Za-z0-9]{20,}|github_pat_\w{20,})/],
  ['a Stripe key', /^(?:sk|rk)_(?:live|test)_[A-Za-z0-9]{10,}/],
  ['an AWS access key', /^(?:AKIA|ASIA)[A-Z0-9]{16}$/],
  ['a Slack token', /^xox[abeprs]-[A-Za-z0-9-]{10,}/],
  ['an npm token', /^npm_[A-Za-z0-9]{30,}$/],
  ['an API key', /^sk-[A-Za-z0-9_-]{20,}$/],
  ['a password in an address', /^[a-z][a-z0-9+.-]{1,20}:\/\/[^/\s:@]{1,80}:[^/\s:@]{1,80}@/i],
]
/** Only the beginning is looked at: no shape needs more to be known. */
const LOOKED_AT = 4096

/** What a string looks like (`a JWT`); null where it looks like no secret. */
export function secretShape(text: string): string | null {
  // Nothing shorter is one, and most strings are.
  if (text.length < 12) return null
  const start = text.slice(0, LOOKED_AT)
  return SHAPES.find(([, shape]) => shape.test(start))?.[0] ?? null
}

/** What stands on the screen instead. */
export const MASK = '••••••••'

/** A text as it may be shown without a question. */
export const masked = (text: string): string => (secretShape(text) === null ? text : MASK)

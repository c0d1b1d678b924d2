/**
 * What well-known secrets look like, as whole strings, without anchors: the prefixes that their makers document for scanners like this one, and none that is meant for browsers (publishable keys,
 * Google's browser keys). Every repetition that another can follow is bounded, so that no text makes them slow. `within`: one of these
 * stands in every such text (with the quote before it, where that is how it begins).
 */
const SHAPES: readonly (readonly [name: string, shape: string, ...within: string[]])[] = [
  ['a JWT', String.raw`(?:Bearer )?eyJ[\w-]{8,4096}\.eyJ[\w-]{4,16384}\.[\w-]*`, 'eyJ'],
  ['a Stripe secret key', String.raw`(?:sk|rk)_(?:live|test)_[\w-]{10,}`, '"sk_', '"rk_'],
  ['a GitHub token', String.raw`(?:gh[pousr]_[A-Za-z0-9]{20,}|github_pat_\w{20,})`, '"gh', '"github_pat_'],
  ['a GitLab token', String.raw`glpat-[\w-]{20,}`, '"glpat-'],
  ['an npm token', 'npm_[A-Za-z0-9]{30,}', '"npm_'],
  ['a Slack token', String.raw`xox[abeoprs]-[\w-]{10,}`, '"xox'],
  ['an AWS access key', '(?:AKIA|ASIA)[A-Z0-9]{16}', '"AKIA', '"ASIA'],
  ['a SendGrid key', String.raw`SG\.[\w-]{16,64}\.[\w-]{16,}`, '"SG.'],
  ['an OpenAI or Anthropic key', String.raw`sk-(?:proj-|ant-)?[\w-]{20,}`, '"sk-'],
  [
    'a database URL with a password',
    String.raw`[a-z][a-z0-9+]{1,20}:\/\/[^"\s\/:@]{1,80}:[^"\s\/@]{1,200}@[^"\s]+`,
    '://',
  ],
]
/** Stands within a string. */
const PRIVATE_KEY = ['a private key', '-----BEGIN (?:[A-Z]+ ){0,3}PRIVATE KEY-----'] as const

const WHOLE: readonly (readonly [name: string, shape: RegExp])[] = [
  ...SHAPES.map(([name, shape]) => [name, new RegExp(`^(?:${shape})$`)] as const),
  [PRIVATE_KEY[0], new RegExp(PRIVATE_KEY[1])],
]

/** A secret in JSON text: where its string begins (with its quote), or, of a private key, where it begins in one. */
export interface SecretInJson {
  readonly name: string
  readonly index: number
}

/** By the part that is looked for. */
const IN_JSON: ReadonlyMap<string, { readonly name: string; readonly shape: RegExp }> = new Map([
  ...SHAPES.flatMap(([name, shape, ...within]) =>
    within.map(part => [part, { name, shape: new RegExp(`"(?:${shape})"`, 'y') }] as const),
  ),
  ['-----BEGIN ', { name: PRIVATE_KEY[0], shape: new RegExp(PRIVATE_KEY[1], 'y') }],
])
/** All of them in one go: one after the other, each stops at every quote. */
const PARTS = new RegExp([...IN_JSON.keys()].map(part => part.replace('.', String.raw`\.`)).join('|'), 'g')
/** So many characters at most stand between a string's quote and a part within it: `Bearer `, a URL's scheme. */
const BEFORE_AT_MOST = 21

/**
 * Finds strings of these shapes in JSON text with one character a byte. Only where a part stands that such a string must have is the shape itself tried, once: to look for each shape in
 * 100 kB took a millisecond.
 */
export function* secretsInJson(json: string): Generator<SecretInJson> {
  for (const { 0: part, index: at } of json.matchAll(PARTS)) {
    const known = IN_JSON.get(part)
    const index = startsAtPart(part) ? at : quoteBefore(json, at)
    if (!known || index < 0) continue
    known.shape.lastIndex = index
    if (known.shape.test(json)) yield { name: known.name, index }
  }
}

const startsAtPart = (part: string) => part.startsWith('"') || part.startsWith('-')

function quoteBefore(json: string, place: number): number {
  for (let at = place - 1; at >= 0 && place - at <= BEFORE_AT_MOST + 1; at -= 1) if (json[at] === '"') return at
  return -1
}

/** A longer text is none of them whole; only for a private key in it is its beginning looked at. */
const LOOKED_AT = 32 * 1024

/** What a string looks like (`a JWT`); null where it looks like no secret. */
export function secretShape(text: string): string | null {
  // Nothing shorter is one, and most strings are.
  if (text.length < 12) return null
  const start = text.length > LOOKED_AT ? text.slice(0, LOOKED_AT) : text
  return WHOLE.find(([, shape]) => shape.test(start))?.[0] ?? null
}

/** What stands on the screen instead. */
export const MASK = '••••••••'

/** A text as it may be shown without a question. */
export const masked = (text: string): string => (secretShape(text) === null ? text : MASK)

export interface PropsDifference {
  readonly path: string
  readonly kind: 'changed' | 'added' | 'removed'
}
export interface PropsDifferences {
  readonly differences: readonly PropsDifference[]
  readonly truncated: boolean
}

const AT_MOST = 500

/** Where two props, as compact JSON, are not equal. `ignore`: paths that do not count, `*` standing for any one part. */
export function differencesOf(a: Uint8Array, b: Uint8Array, ignore: readonly string[]): PropsDifferences {
  const differences: PropsDifference[] = []
  let truncated = false
  const ignored = ignore.map(partsOf)
  const isIgnored = (path: readonly string[]) => ignored.some(rule => isWithin(rule, path))
  const visit = (left: unknown, right: unknown, path: readonly string[]): void => {
    if (Object.is(left, right) || isIgnored(path)) return
    if (differences.length >= AT_MOST) {
      truncated = true
      return
    }
    if (!isBranch(left) || !isBranch(right) || Array.isArray(left) !== Array.isArray(right)) {
      differences.push({ path: textOf(path), kind: 'changed' })
      return
    }
    for (const key of new Set([...Object.keys(left), ...Object.keys(right)])) {
      const inside = [...path, key]
      if (!Object.hasOwn(left, key)) {
        if (!isIgnored(inside)) differences.push({ path: textOf(inside), kind: 'added' })
      } else if (!Object.hasOwn(right, key)) {
        if (!isIgnored(inside)) differences.push({ path: textOf(inside), kind: 'removed' })
      } else visit(left[key], right[key], inside)
    }
  }
  visit(parse(a), parse(b), [])
  return { differences, truncated }
}

const parse = (json: Uint8Array): unknown => JSON.parse(Buffer.from(json).toString('utf8'))

type Branch = Record<string, unknown>
const isBranch = (value: unknown): value is Branch => typeof value === 'object' && value !== null

const partsOf = (path: string) => path.split('.').filter(part => part !== '')
const textOf = (path: readonly string[]) => path.join('.')

function isWithin(rule: readonly string[], path: readonly string[]): boolean {
  return rule.length > 0 && rule.length <= path.length && rule.every((part, at) => part === '*' || part === path[at])
}

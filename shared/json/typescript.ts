import type { JsonTree } from './json-index.ts'
import { type Shape, type ShapeBounds, shapeOf } from './shape.ts'
import { isIdentifier, keyOf } from './text.ts'

/**
 * A TypeScript type of a value: an interface for each object, named after its key, keys that only some have optional, what differs a union, all elements of an array one
 * type. Objects with very many keys are records. Says so where the bounds ended the look.
 */
export function typeScriptOf(tree: JsonTree, node: number, bounds?: ShapeBounds): string {
  const { shape, whole } = shapeOf(tree, node, bounds)
  const name = nameFor(node === 0 ? 'Props' : (keyOf(tree, node)?.text ?? 'Element'))
  const names = new Names()
  const type = write(shape, name, names)
  const alias = names.has(name) && type === name ? [] : [`export type ${names.free(name)} = ${type}`]
  const note = whole ? [] : ['// Of very large props: not every value was looked at, or not every level.']
  return `${[...note, ...names.all, ...alias].join('\n\n')}\n`
}

/** Interfaces by name, in the order in which they are used; two with the same members are one. */
class Names {
  readonly #bodies = new Map<string, string | null>()

  get all(): string[] {
    return Array.from(this.#bodies, ([name, body]) => `export interface ${name} ${body}`)
  }
  has(name: string): boolean {
    return this.#bodies.has(name)
  }
  free(name: string): string {
    let free = name
    for (let n = 2; this.#bodies.has(free); n++) free = `${name}${n}`
    return free
  }
  /** The name under which `body`, which is written once the name is taken, stands. */
  put(wanted: string, body: () => string): string {
    const name = this.free(wanted)
    this.#bodies.set(name, null)
    const text = body()
    for (const [other, known] of this.#bodies) {
      if (known !== text || stem(other) !== stem(name)) continue
      this.#bodies.delete(name)
      return other
    }
    this.#bodies.set(name, text)
    return name
  }
}

const stem = (name: string): string => name.replace(/\d+$/, '')

function write(shape: Shape, name: string, names: Names): string {
  const parts: string[] = []
  const { object, array } = shape
  if (object) {
    if (object.wide) parts.push(`Record<string, ${write(object.wide, `${name}Value`, names)}>`)
    else if (object.fields.size === 0) parts.push('Record<string, never>')
    else parts.push(names.put(name, () => bodyOf(object, names)))
  }
  if (array) {
    const element = write(array, singular(name), names)
    parts.push(isUnion(array) ? `(${element})[]` : `${element}[]`)
  }
  for (const scalar of ['string', 'number', 'boolean', 'null'] as const)
    if (shape.scalars.has(scalar)) parts.push(scalar)
  if (shape.open) return 'unknown'
  return parts.length === 0 ? 'never' : parts.join(' | ')
}

const isUnion = ({ object, array, scalars, open }: Shape): boolean =>
  !open && (object ? 1 : 0) + (array ? 1 : 0) + scalars.size > 1

function bodyOf({ fields, count }: NonNullable<Shape['object']>, names: Names): string {
  const lines = Array.from(fields, ([key, { shape, seen }]) => {
    const label = isIdentifier(key) ? key : JSON.stringify(key)
    return `  ${label}${seen < count ? '?' : ''}: ${write(shape, nameFor(key), names)}`
  })
  return `{\n${lines.join('\n')}\n}`
}

/** `featured-items` becomes `FeaturedItems`. */
function nameFor(key: string): string {
  const name = key
    .slice(0, 60)
    .split(/[^\p{ID_Continue}]+/u)
    .map(word => word.slice(0, 1).toUpperCase() + word.slice(1))
    .join('')
  return isIdentifier(name) ? name : `Type${name}`
}

function singular(name: string): string {
  if (/ies$/.test(name)) return name.replace(/ies$/, 'y')
  if (/(s|x|ch|sh)es$/.test(name)) return name.replace(/es$/, '')
  return /[^s]s$/.test(name) && name.length > 2 ? name.slice(0, -1) : `${name}Element`
}

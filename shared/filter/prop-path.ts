/** A place in the props: keys and indices, `*` for any; and what is to be found there. */
export interface PropPath {
  readonly path: readonly string[]
  /** What the value there must contain, written as text; null: that it is there at all. */
  readonly value: string | null
}

/** `user.email`, `list[3].id`, `list.*.id`, `user.role=admin`; null where it is no path. */
export function readPropPath(text: string): PropPath | null {
  const mark = text.indexOf('=')
  const written = mark < 0 ? text : text.slice(0, mark)
  const path = written.replace(/\[(\d+|\*)\]/g, '.$1').split('.')
  if (path[0] === '') path.shift()
  if (path.length === 0 || path.some(part => part === '')) return null
  return { path, value: mark < 0 ? null : text.slice(mark + 1) }
}

/** Whether the place is there in `props`, and holds the value. Own properties only. */
export function hasProp(props: unknown, { path, value }: PropPath): boolean {
  const look = (at: unknown, depth: number): boolean => {
    const key = path[depth]
    if (key === undefined) return value === null || contains(at, value)
    if (typeof at !== 'object' || at === null) return false
    if (key === '*') return Object.values(at).some(one => look(one, depth + 1))
    return Object.hasOwn(at, key) && look(Reflect.get(at, key), depth + 1)
  }
  return look(props, 0)
}

function contains(at: unknown, value: string): boolean {
  const text = typeof at === 'string' ? at : JSON.stringify(at)
  return text.toLowerCase().includes(value.toLowerCase())
}

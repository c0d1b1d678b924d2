/**
 * Replaces a method on one object by an own property, and gives the way back. Where somebody has wrapped over ours in the meantime we
 * cannot be taken out of the middle; then ours stays as a mere pass-through, which is what `make`'s function must be once its agent is gone.
 */
export function patch<T extends object, K extends keyof T>(
  target: T,
  name: K,
  make: (original: T[K]) => T[K],
): () => void {
  const own = Object.hasOwn(target, name) ? Object.getOwnPropertyDescriptor(target, name) : undefined
  const original = target[name]
  const replacement = make(original)
  // An assignment costs a tenth of a definition.
  if (own?.writable) target[name] = replacement
  else {
    Object.defineProperty(target, name, {
      value: replacement,
      writable: true,
      configurable: true,
      enumerable: own?.enumerable ?? false,
    })
  }
  return () => {
    if (target[name] !== replacement) return
    if (own) Object.defineProperty(target, name, own)
    else delete target[name]
  }
}

// biome-ignore lint/suspicious/noExplicitAny: the overloads of Node's methods are passed through as they came
export type Method = (...args: any[]) => any

/**
 * As `patch`, for a method that all objects of a class share. What the class inherits is looked up with each call: who replaces it further up meanwhile is not passed by.
 */
export function patchMethod(
  prototype: Record<string, Method>,
  name: string,
  make: (original: () => Method) => Method,
): () => void {
  const own = Object.hasOwn(prototype, name) ? prototype[name] : undefined
  const above = Object.getPrototypeOf(prototype) as Record<string, Method>
  const before = own ?? above[name]
  // An older Node has no such method, and nobody calls it.
  if (before === undefined) return () => undefined
  return patch(prototype, name, () => {
    const made = make(own ? () => own : () => above[name] ?? before)
    for (const key of ['name', 'length']) {
      Object.defineProperty(made, key, { ...Object.getOwnPropertyDescriptor(before, key), configurable: true })
    }
    return made
  })
}

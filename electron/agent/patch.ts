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
  Object.defineProperty(target, name, {
    value: replacement,
    writable: true,
    configurable: true,
    enumerable: own?.enumerable ?? false,
  })
  return () => {
    if (target[name] !== replacement) return
    if (own) Object.defineProperty(target, name, own)
    else delete target[name]
  }
}

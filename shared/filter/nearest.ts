/** The one of `known` that `typed` was probably meant to be; null where none is near. Case does not count. */
export function nearest(typed: string, known: readonly string[]): string | null {
  // Nothing that long was meant to be a name.
  if (typed.length > 40) return null
  const text = typed.toLowerCase()
  let best: { name: string; far: number } | null = null
  for (const name of known) {
    const far = name.toLowerCase().startsWith(text) && text.length > 1 ? 0.5 : distance(text, name.toLowerCase())
    if (far <= Math.max(1, Math.floor(name.length / 3)) && (best === null || far < best.far)) best = { name, far }
  }
  return best?.name ?? null
}

/** Letters to change, add, take out, or exchange with their neighbour, to make one text of the other. */
function distance(a: string, b: string): number {
  const rows = Array.from({ length: a.length + 1 }, (_, i) =>
    Array.from({ length: b.length + 1 }, (_, j) => (i === 0 ? j : j === 0 ? i : 0)),
  )
  const at = (i: number, j: number) => rows[i]?.[j] ?? 0
  for (let i = 1; i <= a.length; i++) {
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1
      let far = Math.min(at(i - 1, j) + 1, at(i, j - 1) + 1, at(i - 1, j - 1) + same)
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) far = Math.min(far, at(i - 2, j - 2) + 1)
      const row = rows[i]
      if (row) row[j] = far
    }
  }
  return at(a.length, b.length)
}

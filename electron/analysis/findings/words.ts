/** Numbers and names as the sentences of findings have them. */
export const msText = (ms: number): string => (ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`)

/** As the interface writes sizes: thousands, one digit behind the point. */
export function bytesText(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`
  return bytes < 1_000_000 ? `${(bytes / 1000).toFixed(1)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`
}

/** A long URL or path without its middle. */
export function shortText(text: string, atMost = 80): string {
  return text.length <= atMost ? text : `${text.slice(0, atMost - 20)}…${text.slice(-19)}`
}

/** `a`, `a and b`, `a, b and c`, `a, b, c and 4 more`. */
export function listText(items: readonly string[], atMost = 4): string {
  if (items.length <= 1) return items[0] ?? ''
  const shown = items.slice(0, atMost)
  const rest = items.length - shown.length
  return rest > 0 ? `${shown.join(', ')} and ${rest} more` : `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)}`
}

export const countText = (count: number, one: string, many = `${one}s`) => `${count} ${count === 1 ? one : many}`

/** Method and address of an upstream call, without its query where that is long. */
export const callText = ({ method, url }: { readonly method: string; readonly url: string }) =>
  `${method} ${shortText(url)}`

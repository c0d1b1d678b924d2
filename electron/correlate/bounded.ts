/** A map finds its oldest entry by passing over all that were let go before it, so some are let go at once. */
const AT_ONCE = 16

/** Sets a value as the newest, and lets the oldest go (a sixteenth of all) where there are more than `atMost`. */
export function put<K, V>(map: Map<K, V>, key: K, value: V, atMost: number): void {
  map.delete(key)
  map.set(key, value)
  if (map.size <= atMost) return
  const keep = Math.max(1, atMost - Math.floor(atMost / AT_ONCE))
  for (const oldest of map.keys()) {
    if (map.size <= keep) return
    map.delete(oldest)
  }
}

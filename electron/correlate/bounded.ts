/** Sets a value as the newest, and lets the oldest go where there are more than `atMost`. */
export function put<K, V>(map: Map<K, V>, key: K, value: V, atMost: number): void {
  map.delete(key)
  map.set(key, value)
  if (map.size <= atMost) return
  for (const oldest of map.keys()) {
    map.delete(oldest)
    return
  }
}

/** Requests seen so far, by path: the jitter goes on from call to call, and begins anew with each start of the server. */
const seen = new Map()

/**
 * How long this call takes, in ms: a base with a spread, now and then a slow one. No randomness, so that two runs of the
 * same requests look the same.
 * @param {string} path
 * @param {number} base ms
 */
export function latencyOf(path, base) {
  const turn = (seen.get(path) ?? 0) + 1
  seen.set(path, turn)
  let hash = 2166136261
  for (const char of `${path}#${turn}`) hash = Math.imul(hash ^ (char.codePointAt(0) ?? 0), 16777619) >>> 0
  const share = (hash % 1000) / 1000
  return base * (0.75 + 0.5 * share) + (hash % 11 === 0 ? base * 0.9 : 0)
}

import { createHash } from 'node:crypto'
import type { PropsSpread } from '../../shared/replay.ts'
import { differencesOf, pathOfDifference } from './props-difference.ts'

/** Which different props the requests of a run had. Of each kind one is kept, within bounds. */
export interface Variants {
  /** Takes the props of one request as compact JSON; gives the number of their kind, from 0. */
  add(json: Uint8Array): number
  /** How many requests had props of the kind. */
  spread(ignore: readonly string[]): Promise<PropsSpread | null>
  /** The props of a kind; null where they were not kept. */
  get(variant: number): Uint8Array | null
}

const KINDS_AT_MOST = 24
const BYTES_AT_MOST = 32 * 1024 * 1024
const PATHS_AT_MOST = 200

export function createVariants(): Variants {
  const byHash = new Map<string, number>()
  const kinds: { readonly json: Uint8Array | null; runs: number }[] = []
  let kept = 0
  let known = 0

  return {
    add(json) {
      known += 1
      const hash = createHash('sha1').update(json).digest('base64')
      const found = byHash.get(hash)
      const kind = found === undefined ? undefined : kinds[found]
      if (found !== undefined && kind) {
        kind.runs += 1
        return found
      }
      const room = kinds.length < KINDS_AT_MOST && kept + json.byteLength <= BYTES_AT_MOST
      if (room) kept += json.byteLength
      byHash.set(hash, kinds.length)
      kinds.push({ json: room ? json.slice() : null, runs: 1 })
      return kinds.length - 1
    },
    get: variant => kinds[variant]?.json ?? null,
    async spread(ignore) {
      const [first, ...others] = kinds
      if (!first) return null
      const paths = new Map<string, { path: string; kind: string; runs: number }>()
      let truncated = false
      for (const { json, runs } of others) {
        if (!json || !first.json) {
          truncated = true
          continue
        }
        const found = await differencesOf(first.json, json, ignore)
        truncated ||= found === null || found.cut
        for (const one of found?.differences ?? []) {
          const [path, kind] = [pathOfDifference(one), one.kind]
          const before = paths.get(path)
          if (before) before.runs += runs
          else if (paths.size < PATHS_AT_MOST) paths.set(path, { path, kind, runs })
          else truncated = true
        }
      }
      const all = [...paths.values()].sort((a, b) => b.runs - a.runs)
      return { known, variants: kinds.length, paths: all, truncated }
    },
  }
}

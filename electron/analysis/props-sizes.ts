import type { Props } from '../../shared/exchange.ts'

/** How large props are, in UTF-8 bytes of their compact JSON. */
export type PropsSizes = Pick<Props, 'bytes' | 'keys' | 'truncated'>

/** Sizes of the whole and of each top-level value (without its key), largest first. `json` is the compact JSON of `value`. */
export function measureProps(json: string, value: unknown): PropsSizes {
  const keys =
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.entries(value).map(([path, member]) => ({ path, bytes: Buffer.byteLength(JSON.stringify(member)) }))
      : []
  keys.sort((a, b) => b.bytes - a.bytes)
  return { bytes: Buffer.byteLength(json), keys, truncated: false }
}

/** The same from text alone; null where it is no JSON. */
export function measurePropsText(json: string): PropsSizes | null {
  try {
    return measureProps(json, JSON.parse(json))
  } catch {
    return null
  }
}

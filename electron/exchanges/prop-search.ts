import type { Exchange } from '../../shared/exchange.ts'
import { hasProp, type PropPath } from '../../shared/filter/prop-path.ts'
import type { BodyStore } from './bodies.ts'

/** Props larger than this, in bytes, are not searched: parsing them would hold everything else up. */
export const SEARCHED_AT_MOST = 4 * 1024 * 1024

/** Whether the props of an exchange have such a place; null where they are not kept, not whole, or larger than `SEARCHED_AT_MOST`. */
export async function matchProps(
  exchange: Exchange | null,
  path: PropPath,
  bodies: BodyStore,
): Promise<boolean | null> {
  const props = exchange?.props
  if (!exchange || !props) return exchange ? false : null
  const [first] = path.path
  const known = props.keys.length > 0 && !props.truncated
  if (known && first !== '*' && !props.keys.some(key => key.path === first)) return false
  // There at all: the list of keys says it.
  if (known && path.path.length === 1 && path.value === null) return true
  if (props.bytes === null || props.truncated || props.bytes > SEARCHED_AT_MOST) return null
  const body = await bodies.read(exchange.id, 'props', 0, SEARCHED_AT_MOST)
  if (!body || body.bytes.byteLength < body.total) return null
  try {
    return hasProp(
      JSON.parse(Buffer.from(body.bytes.buffer, body.bytes.byteOffset, body.bytes.byteLength).toString('utf8')),
      path,
    )
  } catch {
    return null
  }
}

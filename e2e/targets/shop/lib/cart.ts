import type { CartLine, Product } from './types'
import { askFor } from './upstream'

/** The cart lives in a cookie as `id.quantity` pairs: `4.1-13.2`. */
export type CartItems = Record<number, number>

export function readCart(cookie: string | undefined): CartItems {
  const items: CartItems = {}
  for (const pair of cookie?.split('-') ?? []) {
    const [id, quantity] = pair.split('.').map(Number)
    if (id && quantity && id > 0 && quantity > 0) items[id] = Math.min(quantity, 99)
  }
  return items
}

export const writeCart = (items: CartItems) =>
  Object.entries(items)
    .filter(([, quantity]) => quantity > 0)
    .map(([id, quantity]) => `${id}.${quantity}`)
    .join('-')

export const cartCookie = (items: CartItems) => `cart=${writeCart(items)}; Path=/; Max-Age=604800; SameSite=Lax`

export const countOf = (items: CartItems) => Object.values(items).reduce((sum, quantity) => sum + quantity, 0)

export async function linesOf(items: CartItems): Promise<CartLine[]> {
  const ids = Object.keys(items)
  if (ids.length === 0) return []
  const products = await askFor<Product[]>(`/products?ids=${ids.join(',')}`)
  return products.map(product => ({ product, quantity: items[product.id] ?? 1 }))
}

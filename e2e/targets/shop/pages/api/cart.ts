import type { NextApiRequest, NextApiResponse } from 'next'
import { cartCookie, readCart } from '../../lib/cart'

/** `POST /api/cart` with `id` and `quantity` (below zero takes out), then back to the cart. */
export default function handler(req: NextApiRequest, res: NextApiResponse) {
  if (req.method !== 'POST') return res.status(405).setHeader('Allow', 'POST').end()
  const items = readCart(req.cookies['cart'])
  const id = Number(req.body.id)
  items[id] = (items[id] ?? 0) + Number(req.body.quantity ?? 1)
  res.setHeader('Set-Cookie', cartCookie(items)).redirect(303, '/cart')
}

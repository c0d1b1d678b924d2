import type { NextApiRequest, NextApiResponse } from 'next'
import type { Product } from '../../lib/types'
import { ask } from '../../lib/upstream'

/** `GET /api/item?id=7`: one product as JSON. */
export default async function handler(req: NextApiRequest, res: NextApiResponse) {
  const product = await ask<Product>(`/products/${Number(req.query['id'] ?? 1)}`)
  if (product) res.status(200).json(product)
  else res.status(404).json({ error: 'no such product' })
}

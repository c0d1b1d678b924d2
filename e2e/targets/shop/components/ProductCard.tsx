import Link from 'next/link'
import { euros } from '../lib/money'
import type { Product } from '../lib/types'
import { ProductArt } from './art/ProductArt'

export function Price({ product }: { product: Product }) {
  return (
    <span className="price">
      {euros(product.price)} {product.was !== null && <s>{euros(product.was)}</s>}
    </span>
  )
}

export function ProductCard({ product }: { product: Product }) {
  return (
    <Link className="card" href={`/product/${product.id}`} prefetch={false}>
      <div className="frame">
        <ProductArt product={product} />
        {product.was !== null && <span className="tag">Sale</span>}
        {product.stock === 0 && <span className="tag quiet">Back in spring</span>}
      </div>
      <div className="line">
        <h3>{product.name}</h3>
        <Price product={product} />
      </div>
      <p>{product.maker}</p>
    </Link>
  )
}

export function ProductGrid({ products }: { products: Product[] }) {
  return (
    <div className="grid">
      {products.map(product => (
        <ProductCard key={product.id} product={product} />
      ))}
    </div>
  )
}

export function Stars({ value, count }: { value: number; count?: number }) {
  return (
    <span className="stars" role="img" aria-label={`${value.toFixed(1)} of 5 stars`}>
      <span style={{ width: `${(value / 5) * 100}%` }}>★★★★★</span>
      <i>★★★★★</i>
      {count !== undefined && <small className="number">{count} reviews</small>}
    </span>
  )
}

import type { GetServerSideProps } from 'next'
import Link from 'next/link'
import { Layout } from '../components/Layout'
import { ProductGrid } from '../components/ProductCard'
import { countOf, readCart } from '../lib/cart'
import { sectionNames } from '../lib/sections'
import type { Product } from '../lib/types'
import { askFor } from '../lib/upstream'

interface Props {
  products: Product[]
  title: string
  query: string
  sort: string
  cartCount: number
}

const sorts = [
  ['', 'As we like them'],
  ['price', 'Lowest price'],
  ['rating', 'Best loved'],
] as const

export const getServerSideProps: GetServerSideProps<Props> = async ({ req, query }) => {
  const category = String(query['category'] ?? '')
  const sale = query['sale'] !== undefined
  const sort = String(query['sort'] ?? '')
  const filter = new URLSearchParams({ ...(category && { category }), ...(sale && { sale: '1' }) })
  const products = await askFor<Product[]>(`/products?${filter}&sort=${encodeURIComponent(sort)}`)
  const title = sale ? 'Sale' : (sectionNames[category] ?? 'Everything')
  return { props: { products, title, query: String(filter), sort, cartCount: countOf(readCart(req.cookies['cart'])) } }
}

export default function Products({ products, title, query, sort, cartCount }: Props) {
  return (
    <Layout title={title} cartCount={cartCount}>
      <section className="block first">
        <div className="heading">
          <h1>{title}</h1>
          <p className="sorts">
            <span>{products.length} pieces</span>
            {sorts.map(([value, name]) => (
              <Link
                key={value}
                href={`/products?${query}${value && `&sort=${value}`}`}
                prefetch={false}
                aria-current={value === sort ? 'true' : undefined}
              >
                {name}
              </Link>
            ))}
          </p>
        </div>
        <ProductGrid products={products} />
      </section>
    </Layout>
  )
}

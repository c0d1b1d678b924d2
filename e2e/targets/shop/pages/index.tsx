import type { GetServerSideProps } from 'next'
import Link from 'next/link'
import { ProductArt } from '../components/art/ProductArt'
import { Layout } from '../components/Layout'
import { ProductGrid } from '../components/ProductCard'
import { countOf, readCart } from '../lib/cart'
import { euros } from '../lib/money'
import type { Product } from '../lib/types'
import { askFor } from '../lib/upstream'

interface Props {
  featured: Product[]
  sale: Product[]
  cartCount: number
}

export const getServerSideProps: GetServerSideProps<Props> = async ({ req }) => {
  const [featured, sale] = await Promise.all([
    askFor<Product[]>('/featured'),
    askFor<Product[]>('/products?sale=1&sort=price'),
  ])
  return { props: { featured, sale, cartCount: countOf(readCart(req.cookies['cart'])) } }
}

const rooms = [
  ['For the table', 'Light that stays where the food is.', '/products?category=lamps', 4],
  ['For sitting long', 'Chairs that forgive the fourth hour.', '/products?category=chairs', 1],
  ['For the wall', 'Shelves, mirrors, and a slow clock.', '/products?category=objects', 7],
] as const

export default function Home({ featured, sale, cartCount }: Props) {
  const [hero] = featured
  return (
    <Layout title="Lumen & Oak" cartCount={cartCount}>
      <section className="hero">
        <div className="words">
          <p className="kicker">The winter rooms</p>
          <h1>
            Light for long
            <br />
            evenings.
          </h1>
          <p>
            Lamps from three small workshops, and chairs to sit under them. Everything can be mended, and nothing is
            made before it is ordered.
          </p>
          <p className="buttons">
            <Link className="button" href="/products?category=lamps" prefetch={false}>
              See the lamps
            </Link>
            <Link className="button plain" href="/products?category=chairs" prefetch={false}>
              And the chairs
            </Link>
          </p>
        </div>
        {hero && (
          <Link className="picture" href={`/product/${hero.id}`} prefetch={false}>
            <ProductArt product={hero} />
            <span className="caption">
              {hero.name}, {euros(hero.price)}
            </span>
          </Link>
        )}
      </section>

      <section className="block">
        <div className="heading">
          <h2>Seen this week</h2>
          <Link className="more" href="/products" prefetch={false}>
            All products
          </Link>
        </div>
        <ProductGrid products={featured} />
      </section>

      <section className="rooms">
        {rooms.map(([title, text, href, index]) => {
          const product = featured[index]
          return (
            <Link key={title} href={href} prefetch={false}>
              {product && <ProductArt product={product} />}
              <strong>{title}</strong>
              <span className="says">{text}</span>
            </Link>
          )
        })}
      </section>

      <section className="block">
        <div className="heading">
          <h2>Last ones, at a smaller price</h2>
          <Link className="more" href="/products?sale=1" prefetch={false}>
            The whole sale
          </Link>
        </div>
        <ProductGrid products={sale.slice(0, 4)} />
      </section>
    </Layout>
  )
}

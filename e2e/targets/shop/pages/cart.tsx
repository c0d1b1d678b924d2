import type { GetServerSideProps } from 'next'
import Link from 'next/link'
import { ProductArt } from '../components/art/ProductArt'
import { Layout } from '../components/Layout'
import { countOf, linesOf, readCart } from '../lib/cart'
import { euros } from '../lib/money'
import type { CartLine } from '../lib/types'
import { askFor } from '../lib/upstream'

interface Props {
  lines: CartLine[]
  shipping: { days: string; price: number; freeFrom: number }
  cartCount: number
}

export const getServerSideProps: GetServerSideProps<Props> = async ({ req }) => {
  const items = readCart(req.cookies['cart'])
  const [lines, shipping] = await Promise.all([linesOf(items), askFor<Props['shipping']>('/shipping')])
  return { props: { lines, shipping, cartCount: countOf(items) } }
}

export default function Cart({ lines, shipping, cartCount }: Props) {
  const goods = lines.reduce((sum, { product, quantity }) => sum + product.price * quantity, 0)
  const delivery = goods >= shipping.freeFrom ? 0 : shipping.price
  return (
    <Layout title="Cart" cartCount={cartCount}>
      <section className="block first cart">
        <h1>Your cart</h1>
        {lines.length === 0 ? (
          <p className="empty">
            It is empty. The{' '}
            <Link href="/product/4" prefetch={false}>
              Dome lamp no. 3
            </Link>{' '}
            is a good beginning.
          </p>
        ) : (
          <div className="columns">
            <ul className="lines">
              {lines.map(({ product, quantity }) => (
                <li key={product.id}>
                  <ProductArt product={product} />
                  <div>
                    <Link href={`/product/${product.id}`} prefetch={false}>
                      {product.name}
                    </Link>
                    <p>
                      {product.maker}, {product.material}
                    </p>
                    <form action="/api/cart" method="post">
                      <input type="hidden" name="id" value={product.id} />
                      <input type="hidden" name="quantity" value={-quantity} />
                      <button type="submit" className="link">
                        Take out
                      </button>
                    </form>
                  </div>
                  <span>× {quantity}</span>
                  <b>{euros(product.price * quantity)}</b>
                </li>
              ))}
            </ul>
            <aside className="sum">
              <dl>
                <dt>Goods</dt>
                <dd>{euros(goods)}</dd>
                <dt>Delivery, {shipping.days} days</dt>
                <dd>{delivery === 0 ? 'Free' : euros(delivery)}</dd>
                <dt className="total">Together</dt>
                <dd className="total">{euros(goods + delivery)}</dd>
              </dl>
              <Link className="button" href="/cases/throw" prefetch={false}>
                Check out
              </Link>
            </aside>
          </div>
        )}
      </section>
    </Layout>
  )
}

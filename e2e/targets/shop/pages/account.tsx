import type { GetServerSideProps } from 'next'
import Link from 'next/link'
import { ProductArt } from '../components/art/ProductArt'
import { Layout } from '../components/Layout'
import { countOf, readCart } from '../lib/cart'
import { euros } from '../lib/money'
import type { Customer, Order, Product } from '../lib/types'
import { ask, askFor } from '../lib/upstream'

interface Props {
  customer: Customer
  orders: Order[]
  products: Product[]
  cartCount: number
}

export const getServerSideProps: GetServerSideProps<Props> = async ({ req }) => {
  const token = req.cookies['session']
  const customer = token ? await ask<Customer>(`/sessions/${encodeURIComponent(token)}`) : null
  if (!customer) return { redirect: { destination: '/login?next=/account', permanent: false } }

  const orders = await askFor<Order[]>(`/customers/${customer.id}/orders`)
  const ids = orders.flatMap(order => order.items)
  const products = await askFor<Product[]>(`/products?ids=${ids.join(',')}`)
  return { props: { customer, orders, products, cartCount: countOf(readCart(req.cookies['cart'])) } }
}

export default function Account({ customer, orders, products, cartCount }: Props) {
  return (
    <Layout title="Account" cartCount={cartCount}>
      <section className="block first account">
        <div className="heading">
          <h1>Good evening, {customer.name.split(' ')[0]}</h1>
          <form action="/api/logout" method="post">
            <button type="submit" className="link">
              Log out
            </button>
          </form>
        </div>
        <p className="lead">
          {customer.email}, {customer.city}. With us since {customer.since}.
        </p>
        <h2>Your orders</h2>
        <ul className="orders">
          {orders.map(order => (
            <li key={order.number}>
              <div className="thumbs">
                {products
                  .filter(product => order.items.includes(product.id))
                  .map(product => (
                    <Link key={product.id} href={`/product/${product.id}`} prefetch={false}>
                      <ProductArt product={product} />
                    </Link>
                  ))}
              </div>
              <div>
                <b>{order.number}</b>
                <p>{order.placed}</p>
              </div>
              <span className="state">{order.status}</span>
              <b>{euros(order.total)}</b>
            </li>
          ))}
        </ul>
      </section>
    </Layout>
  )
}

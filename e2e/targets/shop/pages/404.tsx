import Link from 'next/link'
import { Layout } from '../components/Layout'

export default function NotFound() {
  return (
    <Layout title="Not found">
      <section className="narrow failed">
        <p className="number">404</p>
        <h1>This shelf is empty</h1>
        <p className="lead">The page has moved, or the piece is no longer made.</p>
        <Link className="button" href="/products" prefetch={false}>
          See what is there
        </Link>
      </section>
    </Layout>
  )
}

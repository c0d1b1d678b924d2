import type { GetServerSideProps } from 'next'
import Link from 'next/link'
import { ProductArt } from '../../components/art/ProductArt'
import { Layout } from '../../components/Layout'
import { Price, ProductGrid, Stars } from '../../components/ProductCard'
import { countOf, readCart } from '../../lib/cart'
import { sectionNames } from '../../lib/sections'
import type { Product, Review } from '../../lib/types'
import { ask, askFor } from '../../lib/upstream'

interface Props {
  product: Product
  reviews: Review[]
  related: Product[]
  cartCount: number
}

export const getServerSideProps: GetServerSideProps<Props, { id: string }> = async ({ params, req, res }) => {
  const id = Number(params?.id)
  const product = await ask<Product>(`/products/${id}`)
  if (!product) return { notFound: true }

  const [reviews, related] = await Promise.all([
    askFor<Review[]>(`/products/${id}/reviews`),
    askFor<Product[]>(`/products/${id}/related`),
  ])
  res.setHeader('Cache-Control', 'public, s-maxage=10, stale-while-revalidate=59')
  return { props: { product, reviews, related, cartCount: countOf(readCart(req.cookies['cart'])) } }
}

export default function ProductPage({ product, reviews, related, cartCount }: Props) {
  return (
    <Layout title={product.name} cartCount={cartCount}>
      <section className="product">
        <div className="picture">
          <ProductArt product={product} />
        </div>
        <div className="facts">
          <p className="crumbs">
            <Link href={`/products?category=${product.category}`} prefetch={false}>
              {sectionNames[product.category]}
            </Link>{' '}
            / {product.maker}
          </p>
          <h1>{product.name}</h1>
          <Stars value={product.rating} count={product.reviewCount} />
          <p className="lead">{product.blurb}</p>
          <p className="big">
            <Price product={product} />
          </p>
          <form action="/api/cart" method="post" className="buy">
            <input type="hidden" name="id" value={product.id} />
            <label>
              <span className="hidden">Quantity</span>
              <input type="number" name="quantity" defaultValue="1" min="1" max="9" />
            </label>
            <button type="submit" className="button">
              Put into the cart
            </button>
          </form>
          <p className={product.stock > 3 ? 'stock' : 'stock low'}>
            {product.stock === 0
              ? 'The next ones leave the workshop in spring.'
              : product.stock > 3
                ? `${product.stock} in the workshop, with you in 3 to 5 days.`
                : `Only ${product.stock} left of this batch.`}
          </p>
          <dl>
            <dt>Made by</dt>
            <dd>{product.maker}</dd>
            <dt>Material</dt>
            <dd>{product.material}</dd>
            <dt>Size</dt>
            <dd>{product.size}</dd>
            <dt>Delivery</dt>
            <dd>{product.price >= 500 ? 'Free' : '€29, free from €500'}</dd>
          </dl>
        </div>
      </section>

      <section className="block">
        <div className="heading">
          <h2>What people say</h2>
          <span className="more">{reviews.length} reviews</span>
        </div>
        <div className="reviews">
          {reviews.slice(0, 6).map(review => (
            <article key={`${review.author}${review.date}${review.title}`}>
              <Stars value={review.stars} />
              <h3>{review.title}</h3>
              <p>{review.text}</p>
              <small>
                {review.author}, {review.date}
              </small>
            </article>
          ))}
        </div>
      </section>

      <section className="block">
        <div className="heading">
          <h2>Goes well with it</h2>
        </div>
        <ProductGrid products={related} />
      </section>
    </Layout>
  )
}

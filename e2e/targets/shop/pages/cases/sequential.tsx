import type { GetServerSideProps } from 'next'
import { CasePage } from '../../components/CasePage'
import type { Product, Review } from '../../lib/types'
import { askFor } from '../../lib/upstream'

interface Props {
  product: Product
  reviews: Review[]
  stock: number
  rates: Record<string, number>
}

export const getServerSideProps: GetServerSideProps<Props> = async () => {
  const product = await askFor<Product>('/products/13')
  const reviews = await askFor<Review[]>('/products/13/reviews')
  const { stock } = await askFor<{ stock: number }>('/products/13/stock')
  const rates = await askFor<Record<string, number>>('/rates')
  return { props: { product, reviews: reviews.slice(0, 3), stock, rates } }
}

export default function Sequential({ product, reviews, stock, rates }: Props) {
  return (
    <CasePage
      title="One after the other"
      what="Four calls in a row; Promise.all would take as long as the slowest of them."
    >
      <p>
        {product.name}: {reviews.length} reviews, {stock} in stock, ${Math.round(product.price * (rates['USD'] ?? 1))}
      </p>
    </CasePage>
  )
}

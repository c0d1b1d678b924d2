import type { GetServerSideProps } from 'next'
import type { Product, Review } from '../../lib/types'
import { askFor } from '../../lib/upstream'

/** The product is asked for last, and only then it shows that it has moved. */
export const getServerSideProps: GetServerSideProps = async () => {
  await Promise.all([askFor<Review[]>('/products/13/reviews'), askFor<Product[]>('/products/13/related')])
  const product = await askFor<Product>('/products/13')
  return { redirect: { destination: `/product/${product.id}`, permanent: false } }
}

export default function Moved() {
  return null
}

import type { GetServerSideProps } from 'next'
import { Layout } from '../components/Layout'
import { ProductGrid } from '../components/ProductCard'
import { countOf, readCart } from '../lib/cart'
import type { Product } from '../lib/types'
import { askFor } from '../lib/upstream'

interface Props {
  q: string
  results: Product[]
  cartCount: number
}

export const getServerSideProps: GetServerSideProps<Props> = async ({ query, req }) => {
  const q = String(query['q'] ?? '').trim()
  const results = q ? await askFor<Product[]>(`/search?q=${encodeURIComponent(q)}`) : []
  return { props: { q, results, cartCount: countOf(readCart(req.cookies['cart'])) } }
}

const ideas = ['oak', 'brass', 'stoneware', 'wool', 'Ida Lindqvist']

export default function Search({ q, results, cartCount }: Props) {
  return (
    <Layout title={q ? `“${q}”` : 'Search'} cartCount={cartCount}>
      <section className="block first">
        <form className="searching" action="/search" method="get">
          <input type="search" name="q" defaultValue={q} placeholder="What are you looking for?" aria-label="Search" />
          <button type="submit" className="button">
            Search
          </button>
        </form>
        {q && (
          <div className="heading">
            <h1>“{q}”</h1>
            <span className="more">{results.length === 1 ? '1 piece' : `${results.length} pieces`}</span>
          </div>
        )}
        {results.length > 0 ? (
          <ProductGrid products={results} />
        ) : (
          <p className="empty">
            {q ? 'Nothing of that name, yet. ' : ''}Try{' '}
            {ideas.map((idea, index) => (
              <span key={idea}>
                {index > 0 && ', '}
                <a href={`/search?q=${encodeURIComponent(idea)}`}>{idea}</a>
              </span>
            ))}
            .
          </p>
        )}
      </section>
    </Layout>
  )
}

import type { GetServerSideProps } from 'next'
import { Layout } from '../components/Layout'

interface Props {
  next: string
}

export const getServerSideProps: GetServerSideProps<Props> = async ({ query }) => {
  const next = String(query['next'] ?? '/account')
  return { props: { next: next.startsWith('/') && !next.startsWith('//') ? next : '/account' } }
}

export default function Login({ next }: Props) {
  return (
    <Layout title="Log in">
      <section className="narrow">
        <h1>Log in</h1>
        <p className="lead">Orders, addresses, and what you liked last winter.</p>
        <form action="/api/login" method="post" className="stack">
          <input type="hidden" name="next" value={next} />
          <label>
            E-mail
            <input type="email" name="email" defaultValue="nora@example.com" autoComplete="off" />
          </label>
          <label>
            Password
            <input type="password" name="password" defaultValue="anything" autoComplete="off" />
          </label>
          <button type="submit" className="button">
            Log in
          </button>
        </form>
        <p className="small">The shop is made up: any password will do.</p>
      </section>
    </Layout>
  )
}

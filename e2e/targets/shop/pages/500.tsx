import { Layout } from '../components/Layout'

export default function Failed() {
  return (
    <Layout title="Something broke">
      <section className="narrow failed">
        <p className="number">500</p>
        <h1>The light went out</h1>
        <p className="lead">Something broke on our side. It is being looked at; please try again in a moment.</p>
        <a className="button" href="/">
          Back to the shop
        </a>
      </section>
    </Layout>
  )
}

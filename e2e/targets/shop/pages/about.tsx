import { Layout } from '../components/Layout'

/** The one page without getServerSideProps. */
export default function About() {
  return (
    <Layout title="About us">
      <article className="narrow prose">
        <h1>Made once, mended often</h1>
        <p className="lead">
          Lumen &amp; Oak began in 2011 with one lamp, two chairs and a workshop above a bakery in Bergen.
        </p>
        <p>
          Today nine makers work with us. They draw what they would like to live with, and we see to it that it can be
          made in small numbers, packed without plastic and taken apart with one screwdriver.
        </p>
        <p>
          Every lamp can be rewired, every seat rewoven. Write to us with the number under the seat or on the plug, and
          we send the part, also for what we sold in the first year.
        </p>
      </article>
    </Layout>
  )
}

import Link from 'next/link'
import { Layout } from '../../components/Layout'
import { cases } from '../../lib/cases'

export default function Cases() {
  return (
    <Layout title="Cases worth seeing">
      <article className="narrow wide">
        <h1>Cases worth seeing</h1>
        <p className="lead">
          One page for each thing that getServerSideProps can do to a server. Open them with Propscope beside.
        </p>
        <ul className="cases">
          {cases.map(([href, name, text]) => (
            <li key={href}>
              <Link href={href} prefetch={false}>
                <strong>{name}</strong>
                <span>{text}</span>
                <code>{href}</code>
              </Link>
            </li>
          ))}
        </ul>
      </article>
    </Layout>
  )
}

import Link from 'next/link'
import type { ReactNode } from 'react'
import { Layout } from './Layout'

/** A page that shows one thing that getServerSideProps can do, and says what. */
export function CasePage({ title, what, children }: { title: string; what: string; children?: ReactNode }) {
  return (
    <Layout title={title}>
      <article className="narrow">
        <p className="crumbs">
          <Link href="/cases" prefetch={false}>
            Cases worth seeing
          </Link>
        </p>
        <h1>{title}</h1>
        <p className="lead">{what}</p>
        {children}
      </article>
    </Layout>
  )
}

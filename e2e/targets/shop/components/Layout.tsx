import Head from 'next/head'
import Link from 'next/link'
import { useRouter } from 'next/router'
import type { ReactNode } from 'react'

const sections = [
  ['Lamps', '/products?category=lamps'],
  ['Chairs', '/products?category=chairs'],
  ['Tables', '/products?category=tables'],
  ['Storage', '/products?category=storage'],
  ['Objects', '/products?category=objects'],
  ['About', '/about'],
] as const

export function Layout({ title, cartCount, children }: { title: string; cartCount?: number; children: ReactNode }) {
  const { asPath } = useRouter()
  return (
    <>
      <Head>
        <title>{title === 'Lumen & Oak' ? title : `${title} · Lumen & Oak`}</title>
        <meta name="viewport" content="width=device-width, initial-scale=1" />
      </Head>
      <p className="notice">Free delivery from €500 · 100 days to change your mind</p>
      <header className="top">
        <Link href="/" className="brand" prefetch={false}>
          Lumen <em>&amp;</em> Oak
        </Link>
        <nav aria-label="Categories">
          {sections.map(([name, href]) => (
            <Link key={href} href={href} prefetch={false} aria-current={asPath === href ? 'page' : undefined}>
              {name}
            </Link>
          ))}
        </nav>
        <form className="find" action="/search" method="get">
          <input type="search" name="q" placeholder="Search lamps, oak, wool…" aria-label="Search the shop" />
        </form>
        <div className="tools">
          <Link href="/account" prefetch={false}>
            Account
          </Link>
          <Link href="/cart" prefetch={false}>
            Cart{cartCount ? <b className="count">{cartCount}</b> : null}
          </Link>
        </div>
      </header>
      <main>{children}</main>
      <footer className="foot">
        <div>
          <strong>Lumen &amp; Oak</strong>
          <p>Lamps and chairs that are meant to stay. Made in small numbers in Bergen, Kassel and Porto.</p>
        </div>
        <nav aria-label="More">
          <Link href="/about" prefetch={false}>
            About us
          </Link>
          <Link href="/products?sale=1" prefetch={false}>
            Sale
          </Link>
          <Link href="/cases" prefetch={false}>
            Cases worth seeing
          </Link>
        </nav>
        <p className="small">A made-up shop that comes with Propscope. Nothing here can be bought.</p>
      </footer>
    </>
  )
}

import Link from 'next/link'

const targets = [
  '/props',
  '/params/1?tab=a',
  '/params/2',
  '/docs/a/b',
  '/redirect/temporary',
  '/not-found',
  '/throw/later',
  '/static',
  '/built',
]

/** Links to follow in the browser: `/_next/data` for pages with getServerSideProps, prefetch for what is static. */
export async function getServerSideProps() {
  return { props: { targets } }
}

export default function Links({ targets }) {
  return (
    <ul>
      {targets.map(href => (
        <li key={href}>
          <Link href={href}>{href}</Link>
        </li>
      ))}
    </ul>
  )
}

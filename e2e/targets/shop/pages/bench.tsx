import type { GetServerSideProps } from 'next'
import Head from 'next/head'
import { rowsOf } from '../lib/rows'

/** About 100 kB of props, made once, the same bytes on every call; no upstream. `npm run bench agent` measures with it. */
const rows = rowsOf(100_000)

export const getServerSideProps: GetServerSideProps<{ rows: typeof rows }> = async () => ({ props: { rows } })

export default function Bench({ rows }: { rows: ReturnType<typeof rowsOf> }) {
  return (
    <main className="narrow">
      <Head>
        <title>Bench</title>
      </Head>
      <h1>{rows.length} rows</h1>
      <ul>
        {rows.slice(0, 20).map(row => (
          <li key={row.id}>{row.name}</li>
        ))}
      </ul>
    </main>
  )
}

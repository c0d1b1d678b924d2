export const dynamic = 'force-dynamic'

/** Of the App Router: it fetches, and no getServerSideProps runs. */
export default async function Page({ params }) {
  const { id } = await params
  const answer = await fetch(`${process.env.SITE_URL}/api/own`, { cache: 'no-store' })
  return (
    <h1>
      app {id} {(await answer.json()).own}
    </h1>
  )
}

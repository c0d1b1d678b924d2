import { show } from '../lib/show'

/** Fetches its own API route over HTTP. */
export async function getServerSideProps() {
  const response = await fetch(`${process.env.SITE_URL}/api/hello?from=own-api`)
  return { props: { status: response.status, body: await response.json() } }
}

export default show('own-api')

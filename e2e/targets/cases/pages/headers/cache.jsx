import { show } from '../../lib/show'

/** Sets Cache-Control three times, the last one counts; and once under another spelling. */
export async function getServerSideProps({ res }) {
  res.setHeader('Cache-Control', 'no-cache')
  res.setHeader('Cache-Control', 'private, max-age=5')
  res.setHeader('cache-control', 'public, s-maxage=10, stale-while-revalidate=59')
  return { props: { cache: 'last one' } }
}

export default show('headers/cache')

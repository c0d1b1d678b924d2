import { show } from '../lib/show'
import { wait } from '../lib/wait'

/** Waits `ms` (300 without one) before it returns. */
export async function getServerSideProps({ query }) {
  const ms = Number(query.ms ?? 300)
  await wait(ms)
  return { props: { ms } }
}

export default show('slow')

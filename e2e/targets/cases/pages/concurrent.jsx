import { AsyncLocalStorage } from 'node:async_hooks'
import { show } from '../lib/show'
import { wait } from '../lib/wait'

const store = new AsyncLocalStorage()

/**
 * For many requests at once: waits a time of its own, sets a header with its number, fetches with its number, and says whether its
 * own async context stayed its own.
 */
export async function getServerSideProps({ query, res }) {
  const n = String(query.n ?? '0')
  return store.run(n, async () => {
    await wait((Number(n) * 37) % 60)
    res.setHeader('X-Number', n)
    const answer = await fetch(`${process.env.SITE_URL}/api/hello?from=${n}`).then(response => response.json())
    return { props: { n, hello: answer.hello, same: store.getStore() === n } }
  })
}

export default show('concurrent')

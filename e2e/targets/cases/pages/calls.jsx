import { request } from 'node:http'
import { show } from '../lib/show'

/** Three calls: two at once with fetch, one after them with node:http, and one that nobody answers. */
export async function getServerSideProps() {
  const site = process.env.SITE_URL
  const both = await Promise.all(
    ['a', 'b'].map(from => fetch(`${site}/api/hello?from=${from}`).then(res => res.json())),
  )
  const third = await new Promise((resolve, reject) => {
    const call = request(`${site}/api/hello?from=c`, { method: 'POST' }, response => {
      response.resume()
      response.on('end', () => resolve(response.statusCode))
    })
    call.on('error', reject)
    call.end('hello')
  })
  const refused = await fetch('http://127.0.0.1:2/nobody').catch(error => error.cause?.code ?? error.message)
  return { props: { both, third, refused } }
}

export default show('calls')

import { show } from '../lib/show'

/** Returns the method and the body that came; reads the body to its end. */
export async function getServerSideProps({ req }) {
  let body = ''
  for await (const chunk of req) body += chunk
  return { props: { method: req.method, body } }
}

export default show('echo')

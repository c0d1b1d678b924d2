import { show } from '../../lib/show'

/** Returns the params and the query as Next gives them (the query holds the params too). */
export async function getServerSideProps({ params, query, resolvedUrl }) {
  return { props: { params, query, resolvedUrl } }
}

export default show('params/[id]')

import { show } from '../../lib/show'

/** Catches all, at least one segment. */
export async function getServerSideProps({ params }) {
  return { props: { params } }
}

export default show('docs/[...slug]')

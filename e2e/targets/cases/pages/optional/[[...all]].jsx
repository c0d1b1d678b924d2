import { show } from '../../lib/show'

/** Catches all, also none: then params is {}. */
export async function getServerSideProps({ params }) {
  return { props: { params: params ?? null } }
}

export default show('optional/[[...all]]')

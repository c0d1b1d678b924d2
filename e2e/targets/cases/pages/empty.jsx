import { show } from '../lib/show'

/** Returns no props at all. */
export async function getServerSideProps() {
  return { props: {} }
}

export default show('empty')

import { show } from '../../lib/show'

/** A BigInt, which JSON refuses. */
export async function getServerSideProps() {
  return { props: { kept: 1, value: 12n } }
}

export default show('lost/bigint')

import { show } from '../../lib/show'

/** -0, which JSON turns into 0. */
export async function getServerSideProps() {
  return { props: { kept: 1, value: -0 } }
}

export default show('lost/negative-zero')

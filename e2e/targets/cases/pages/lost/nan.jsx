import { show } from '../../lib/show'

/** NaN, which JSON turns into null. */
export async function getServerSideProps() {
  return { props: { kept: 1, value: Number.NaN } }
}

export default show('lost/nan')

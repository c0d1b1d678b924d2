import { show } from '../../lib/show'

/** A function, which JSON leaves out. */
export async function getServerSideProps() {
  return { props: { kept: 1, value: () => 1 } }
}

export default show('lost/function')

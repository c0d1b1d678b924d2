import { show } from '../../lib/show'

/** undefined, which JSON leaves out. */
export async function getServerSideProps() {
  return { props: { kept: 1, value: undefined } }
}

export default show('lost/undefined')

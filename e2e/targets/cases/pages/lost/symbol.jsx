import { show } from '../../lib/show'

/** A symbol, which JSON leaves out. */
export async function getServerSideProps() {
  return { props: { kept: 1, value: Symbol('s') } }
}

export default show('lost/symbol')

import { show } from '../../lib/show'

/** An object that holds itself, which JSON refuses. */
export async function getServerSideProps() {
  const value = { name: 'circle' }
  value.self = value
  return { props: { kept: 1, value } }
}

export default show('lost/circle')

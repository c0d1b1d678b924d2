import { show } from '../../lib/show'

/** A Map, of which JSON keeps {}. */
export async function getServerSideProps() {
  return { props: { kept: 1, value: new Map([['a', 1]]) } }
}

export default show('lost/map')

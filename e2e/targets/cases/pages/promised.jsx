import { show } from '../lib/show'
import { wait } from '../lib/wait'

/** Returns at once, with a promise of the props that is kept 50 ms later. */
export async function getServerSideProps() {
  return { props: wait(50).then(() => ({ kept: true })) }
}

export default show('promised')

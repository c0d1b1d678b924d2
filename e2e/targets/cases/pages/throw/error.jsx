import { connect } from '../../lib/database'

/** Throws, from a file of its own, an Error with a code and a cause that has a cause. */
export async function getServerSideProps() {
  connect('cases')
  return { props: {} }
}

export default function Failing() {
  return null
}

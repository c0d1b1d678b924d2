import { connect } from '../../lib/database'

/** Throws, from a file of its own, an Error with a code and a cause that has a cause. */
export async function getServerSideProps() {
  connect('cases')
  return { props: {} }
}

/** Never comes to it. It connects too, since a build puts what is used once into where it is used: so both frames stand in stacks of `next start`. */
export default function Failing() {
  return connect('cases')
}

import { show } from '../../lib/show'

/** A Date, which JSON turns into a string. */
export async function getServerSideProps() {
  return { props: { kept: 1, value: new Date(Date.UTC(2026, 0, 2)) } }
}

export default show('lost/date')

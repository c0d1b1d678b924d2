/** Throws a string. */
export async function getServerSideProps() {
  throw 'a plain string'
}

export default function Failing() {
  return null
}

/** Throws an object that is not an Error. */
export async function getServerSideProps() {
  throw { status: 418, reason: 'not an Error' }
}

export default function Failing() {
  return null
}

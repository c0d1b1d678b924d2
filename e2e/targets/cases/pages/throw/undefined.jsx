/** Throws undefined. */
export async function getServerSideProps() {
  throw undefined
}

export default function Failing() {
  return null
}

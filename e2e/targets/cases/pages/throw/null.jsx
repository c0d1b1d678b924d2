/** Throws null. */
export async function getServerSideProps() {
  throw null
}

export default function Failing() {
  return null
}

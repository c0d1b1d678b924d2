/** Returns a key that Next does not know, which it answers with an error of its own. */
export async function getServerSideProps() {
  return { propz: {}, props: {} }
}

export default function Failing() {
  return null
}

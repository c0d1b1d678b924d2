/** Returns nothing at all, which Next answers with an error of its own. */
export async function getServerSideProps() {
  // Nothing.
}

export default function Failing() {
  return null
}

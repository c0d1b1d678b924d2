/** Redirects with permanent: false, which is a 307. */
export async function getServerSideProps() {
  return { redirect: { destination: '/props?from=temporary', permanent: false } }
}

export default function Redirect() {
  return null
}

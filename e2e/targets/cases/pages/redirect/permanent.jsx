/** Redirects with permanent: true, which is a 308. */
export async function getServerSideProps() {
  return { redirect: { destination: '/props?from=permanent', permanent: true } }
}

export default function Redirect() {
  return null
}

/** Redirects with a status of its own. */
export async function getServerSideProps() {
  return { redirect: { destination: '/props', statusCode: 303 } }
}

export default function Redirect() {
  return null
}

/** Redirects to another origin. */
export async function getServerSideProps() {
  return { redirect: { destination: 'https://example.com/elsewhere?a=1#b', permanent: false } }
}

export default function Redirect() {
  return null
}

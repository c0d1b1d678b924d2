/** Redirects without the base path (there is none here: basePath only has to be carried along). */
export async function getServerSideProps() {
  return { redirect: { destination: '/props', permanent: false, basePath: false } }
}

export default function Redirect() {
  return null
}

/** Returns notFound. */
export async function getServerSideProps() {
  return { notFound: true }
}

export default function NotFoundPage() {
  return null
}

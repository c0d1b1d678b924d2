import type { GetServerSideProps } from 'next'

/** Has moved for good: a 308. */
export const getServerSideProps: GetServerSideProps = async () => ({
  redirect: { destination: '/products', permanent: true },
})

export default function Catalogue() {
  return null
}

import type { GetServerSideProps } from 'next'

/** Last year's address of the sale, sent on with a 307. */
export const getServerSideProps: GetServerSideProps = async () => ({
  redirect: { destination: '/products?sale=1', permanent: false },
})

export default function OldSale() {
  return null
}

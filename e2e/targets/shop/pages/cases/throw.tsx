import type { GetServerSideProps } from 'next'
import { askFor } from '../../lib/upstream'

/** Upstream answers this with a 503. */
export const getServerSideProps: GetServerSideProps = async () => {
  const payment = await askFor<Record<string, string>>('/payments/session')
  return { props: { payment } }
}

export default function Throw() {
  return null
}

import type { GetServerSideProps } from 'next'
import { CasePage } from '../../components/CasePage'

export const getServerSideProps: GetServerSideProps = async () => ({
  props: { order: { number: 9_007_199_254_740_993n } },
})

export default function BigInteger() {
  return <CasePage title="A BigInt" what="You never see this: a BigInt cannot be JSON." />
}

import type { GetServerSideProps } from 'next'
import { CasePage } from '../../components/CasePage'

export const getServerSideProps: GetServerSideProps = async () => ({
  props: {
    delivery: { from: new Date(Date.UTC(2026, 10, 27)), to: undefined },
    stock: new Map([['Bergen', 4]]),
    discount: Number.NaN,
    name: 'Halo pendant',
  },
})

export default function Lost(props: Record<string, unknown>) {
  return (
    <CasePage title="Values that JSON loses" what="This is what arrived. In next dev it is an error instead.">
      <pre className="panel">{JSON.stringify(props, null, 2)}</pre>
    </CasePage>
  )
}

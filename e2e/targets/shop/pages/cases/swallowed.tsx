import type { GetServerSideProps } from 'next'
import { CasePage } from '../../components/CasePage'
import { askFor } from '../../lib/upstream'

interface Props {
  methods: string[]
}

/** Upstream answers this with a 503, and nobody is told. */
export const getServerSideProps: GetServerSideProps<Props> = async () => {
  const session = await askFor<Props>('/payments/session').catch(() => ({ methods: [] }))
  return { props: { methods: session.methods } }
}

export default function Swallowed({ methods }: Props) {
  return (
    <CasePage title="An error nobody sees" what="Payments are down, and this page looks as if nothing were wrong.">
      <p>{methods.length === 0 ? 'You can pay by invoice.' : methods.join(', ')}</p>
    </CasePage>
  )
}

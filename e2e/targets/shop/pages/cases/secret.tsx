import type { GetServerSideProps } from 'next'
import { CasePage } from '../../components/CasePage'

interface Props {
  payment: { provider: string; secretKey: string }
  session: { user: string; token: string }
}

/** Both values are made up; the token says {"alg":"none"} and {"sub":"nobody"}. */
export const getServerSideProps: GetServerSideProps<Props> = async () => ({
  props: {
    payment: { provider: 'stripe', secretKey: process.env.STRIPE_SECRET ?? '' },
    session: { user: 'nora@example.com', token: 'eyJhbGciOiJub25lIn0.eyJzdWIiOiJub2JvZHkifQ.' },
  },
})

export default function Secret({ payment, session }: Props) {
  return (
    <CasePage
      title="A secret in the props"
      what="The page shows none of it, and yet it is in the source of every answer."
    >
      <p>
        Pay with {payment.provider} as {session.user}
      </p>
    </CasePage>
  )
}

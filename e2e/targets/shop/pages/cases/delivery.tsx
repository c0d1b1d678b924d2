import type { GetServerSideProps } from 'next'
import { CasePage } from '../../components/CasePage'

interface Props {
  to: string
  days: string
}

export const getServerSideProps: GetServerSideProps<Props> = async ({ query }) => {
  const to = query['to'] === 'NO' ? 'Norway' : 'Germany'
  return { props: { to, days: to === 'Norway' ? '5–8' : '3–5' } }
}

export default function Delivery({ to, days }: Props) {
  return (
    <CasePage
      title="The same for everybody"
      what="Whoever asks for this address gets the same, and no cache is told so."
    >
      <p>
        To {to} in {days} days.
      </p>
    </CasePage>
  )
}

import type { GetServerSideProps } from 'next'
import { CasePage } from '../../components/CasePage'

interface Props {
  visits: number
}

export const getServerSideProps: GetServerSideProps<Props> = async ({ req, res }) => {
  const visits = (Number(req.cookies['visits']) || 0) + 1
  res.setHeader('Set-Cookie', [`visits=${visits}; Path=/cases`, 'seen=winter; Path=/; Max-Age=3600; SameSite=Lax'])
  return { props: { visits } }
}

export default function SetCookie({ visits }: Props) {
  return (
    <CasePage title="Cookies" what="Sets two cookies with every answer, and reads one of them back.">
      <p>Visit number {visits}.</p>
    </CasePage>
  )
}

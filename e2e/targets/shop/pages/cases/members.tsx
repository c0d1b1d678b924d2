import type { GetServerSideProps } from 'next'
import { CasePage } from '../../components/CasePage'

interface Props {
  points: number | null
}

/** `?forward=1` carries the visitor's cookies on. */
export const getServerSideProps: GetServerSideProps<Props> = async ({ req, query }) => {
  const cookie = query['forward'] === '1' ? req.headers.cookie : undefined
  const response = await fetch(`${process.env.UPSTREAM_URL}/members`, { headers: cookie ? { cookie } : {} })
  if (!response.ok) return { props: { points: null } }
  const { points } = (await response.json()) as { points: number }
  return { props: { points } }
}

export default function Members({ points }: Props) {
  return (
    <CasePage
      title="A cookie that stays behind"
      what="The browser says who it is, and the server keeps that to itself when it asks upstream."
    >
      <p>{points === null ? 'We do not know you.' : `You have ${points} points.`}</p>
    </CasePage>
  )
}

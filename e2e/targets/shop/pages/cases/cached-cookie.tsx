import type { GetServerSideProps } from 'next'
import { CasePage } from '../../components/CasePage'

interface Props {
  group: 'a' | 'b'
}

export const getServerSideProps: GetServerSideProps<Props> = async ({ req, res }) => {
  const group = req.cookies['group'] === 'b' ? 'b' : 'a'
  res.setHeader('Set-Cookie', `group=${group}; Path=/; Max-Age=86400; SameSite=Lax`)
  res.setHeader('Cache-Control', 'public, s-maxage=600')
  return { props: { group } }
}

export default function CachedCookie({ group }: Props) {
  return (
    <CasePage
      title="A shared cache and a cookie"
      what="Whoever comes first fills the cache with their own cookie, and everybody gets it for ten minutes."
    >
      <p>You are in group {group}.</p>
    </CasePage>
  )
}

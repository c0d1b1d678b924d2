import type { GetServerSideProps } from 'next'
import { CasePage } from '../../components/CasePage'

interface Props {
  offer: string
}

export const getServerSideProps: GetServerSideProps<Props> = async ({ res }) => {
  res.setHeader('Cache-Control', 'public, s-maxage=60, stale-while-revalidate=300')
  return { props: { offer: 'Two Halo pendants for the price of one and a half' } }
}

export default function Cached({ offer }: Props) {
  return (
    <CasePage title="Cache headers" what="May be kept by a CDN for a minute, and served stale for five more.">
      <p>{offer}</p>
    </CasePage>
  )
}

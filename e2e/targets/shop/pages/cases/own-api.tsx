import type { GetServerSideProps } from 'next'
import { CasePage } from '../../components/CasePage'
import type { Product } from '../../lib/types'

interface Props {
  item: Product
}

export const getServerSideProps: GetServerSideProps<Props> = async () => {
  const response = await fetch(`${process.env.SITE_URL ?? 'http://localhost:3000'}/api/item?id=7`)
  return { props: { item: (await response.json()) as Product } }
}

export default function OwnApi({ item }: Props) {
  return (
    <CasePage title="Its own API route" what="The server calls itself over HTTP, for what a function call would give.">
      <p>
        {item.name} by {item.maker}
      </p>
    </CasePage>
  )
}

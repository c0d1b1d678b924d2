import type { GetServerSideProps } from 'next'
import { CasePage } from '../../components/CasePage'

interface Props {
  owner: string
}

export const getServerSideProps: GetServerSideProps<Props> = async () => ({ props: { owner: 'Lumen & Oak, Bergen' } })

export default function Imprint({ owner }: Props) {
  return (
    <CasePage title="A page that could be static" what="It looks at nothing of the request, and always says the same.">
      <p>{owner}</p>
    </CasePage>
  )
}

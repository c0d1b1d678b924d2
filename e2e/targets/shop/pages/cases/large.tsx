import type { GetServerSideProps } from 'next'
import { CasePage } from '../../components/CasePage'
import { Stock } from '../../components/Stock'
import { type Row, rowsOf } from '../../lib/rows'

interface Props {
  movements: Row[]
}

export const getServerSideProps: GetServerSideProps<Props> = async () => ({ props: { movements: rowsOf(100_000) } })

export default function Large({ movements }: Props) {
  return (
    <CasePage title="Large props" what="About 100 kB of props, of which the page shows twelve rows.">
      <Stock rows={movements} />
    </CasePage>
  )
}

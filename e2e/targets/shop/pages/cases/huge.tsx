import type { GetServerSideProps } from 'next'
import { CasePage } from '../../components/CasePage'
import { Stock } from '../../components/Stock'
import { type Row, rowsOf } from '../../lib/rows'

interface Props {
  movements: Row[]
}

export const getServerSideProps: GetServerSideProps<Props> = async () => ({ props: { movements: rowsOf(1_000_000) } })

export default function Huge({ movements }: Props) {
  return (
    <CasePage title="Huge props" what="About 1 MB of props in every answer, of which the page shows twelve rows.">
      <Stock rows={movements} />
    </CasePage>
  )
}

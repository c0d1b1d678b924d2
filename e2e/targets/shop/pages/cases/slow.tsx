import { setTimeout as wait } from 'node:timers/promises'
import type { GetServerSideProps } from 'next'
import { CasePage } from '../../components/CasePage'
import { askFor } from '../../lib/upstream'

interface Props {
  report: { visits: number; orders: number; revenue: number } | null
}

/** `?ms=` waits that long (at most 30 s) instead of asking upstream. */
export const getServerSideProps: GetServerSideProps<Props> = async ({ query }) => {
  const ms = Number(query['ms'])
  if (ms > 0) {
    await wait(Math.min(ms, 30_000))
    return { props: { report: null } }
  }
  return { props: { report: await askFor<Props['report']>('/report') } }
}

export default function Slow({ report }: Props) {
  return (
    <CasePage title="A slow call" what="The whole page waits for one report from upstream.">
      {report && (
        <dl className="panel figures">
          <dt>Visits</dt>
          <dd>{report.visits}</dd>
          <dt>Orders</dt>
          <dd>{report.orders}</dd>
        </dl>
      )}
    </CasePage>
  )
}

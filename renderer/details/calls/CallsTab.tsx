import type { Exchange } from '../../../shared/exchange.ts'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { formatCountOf, formatMs, formatShare } from '../../ui/format.ts'
import { Card } from '../parts/Card.tsx'
import { CausedBy } from '../summary/CausedBy.tsx'
import { useElapsed } from '../timing/use-elapsed.ts'
import { AuditCard } from './AuditCard.tsx'
import styles from './CallsTab.module.css'
import { callRows } from './call-rows.ts'
import { ReadsCard } from './ReadsCard.tsx'
import { UpstreamCalls } from './UpstreamCalls.tsx'

/** What the call asked of others, what of the visitor's it carried on, and what of the request it looked at. */
export function CallsTab({ exchange }: { readonly exchange: Exchange }) {
  const { call, state, startedAt, source } = exchange
  const elapsed = useElapsed(startedAt, state === 'running')
  if (call === null) {
    return (
      <>
        <CausedBy exchange={exchange} />
        <EmptyState title="No getServerSideProps ran">
          {source === 'tap'
            ? 'Only the wire was seen: attach to the server to see what its calls ask of others.'
            : 'Upstream calls are told of the requests whose page has a getServerSideProps.'}
        </EmptyState>
      </>
    )
  }
  const { rows, totalMs } = callRows(call, elapsed)
  return (
    <>
      <CausedBy exchange={exchange} />
      <Card
        title="Upstream calls"
        aside={`${formatCountOf(rows.length + call.callsLeftOut, 'call')} in ${formatMs(call.durationMs ?? totalMs)}`}
      >
        {call.calls === null ? (
          <p className={styles['none']}>Upstream calls were not watched.</p>
        ) : rows.length === 0 ? (
          <p className={styles['none']}>
            It asked nobody: no fetch, no node:http, no TCP connection. What goes over TLS without HTTP (an encrypted
            database) is not seen.
          </p>
        ) : (
          <>
            <Waiting call={call} />
            <UpstreamCalls rows={rows} totalMs={totalMs} origin={exchange.server.origin} />
          </>
        )}
        {call.callsLeftOut === 0 ? null : (
          <p className={styles['none']}>{formatCountOf(call.callsLeftOut, 'more call')} of it are not shown.</p>
        )}
      </Card>
      {rows.length === 0 ? null : <AuditCard exchange={exchange} />}
      <ReadsCard call={call} />
    </>
  )
}

/** How much of the call at least one upstream call ran. */
function Waiting({ call }: { readonly call: NonNullable<Exchange['call']> }) {
  const { waitingMs, durationMs } = call
  if (waitingMs === null || durationMs === null || durationMs <= 0) return null
  const share = Math.min(1, waitingMs / durationMs)
  return (
    <div className={styles['waiting']}>
      <span aria-hidden="true">
        <i style={{ flexGrow: share }} />
        <b style={{ flexGrow: 1 - share }} />
      </span>
      <p>
        <em>Waiting</em> {formatMs(waitingMs)} ({formatShare(share)}) with an upstream call running, <em>computing</em>{' '}
        {formatMs(durationMs - waitingMs)} with none: code, timers, and what is not seen.
      </p>
    </div>
  )
}

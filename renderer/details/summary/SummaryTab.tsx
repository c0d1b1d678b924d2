import type { Exchange } from '../../../shared/exchange.ts'
import { useServerOf } from '../../state/servers.ts'
import { Button } from '../../ui/Button.tsx'
import { formatClock } from '../../ui/format.ts'
import { CacheBrief } from '../cache/CacheBrief.tsx'
import type { TabId } from '../Details.tsx'
import { ParamsCard } from '../message/ParamsCard.tsx'
import { Outcome } from '../outcome/Outcome.tsx'
import { noPageWhy } from '../outcome/outcome-words.ts'
import { Card } from '../parts/Card.tsx'
import { Captured, Pairs } from '../parts/Pairs.tsx'
import { Unknown } from '../parts/Unknown.tsx'
import { SourcePlace } from '../stack/SourcePlace.tsx'
import { PhaseCard } from '../timing/PhaseCard.tsx'
import { LedgerCard } from '../wire/LedgerCard.tsx'
import { CausedBy } from './CausedBy.tsx'
import { Findings } from './Findings.tsx'
import { Gaps } from './Gaps.tsx'
import { NavigationCard } from './NavigationCard.tsx'
import { PropsBrief } from './PropsBrief.tsx'
import { SetHeaders } from './SetHeaders.tsx'
import { WhyCard } from './WhyCard.tsx'

export interface SummaryTabProps {
  readonly exchange: Exchange
  readonly onTab: (tab: TabId) => void
}

/** What one wants to know first: what is missing, what stands out, where the time went, what came of it. */
export function SummaryTab({ exchange, onTab }: SummaryTabProps) {
  const { gaps, cache, call, props, request, startedAt, server, ledger } = exchange
  const isSlow = useServerOf(server.origin)?.server?.via === 'inspector'
  return (
    <>
      {gaps.length === 0 ? null : <Gaps gaps={gaps} />}
      <Outcome exchange={exchange} onTab={onTab} />
      <WhyCard exchange={exchange} />
      <Findings exchange={exchange} />
      <CausedBy exchange={exchange} />
      <PhaseCard exchange={exchange} />
      {props === null || props.keys.length === 0 ? null : (
        <PropsBrief props={props}>
          <Button size="small" variant="quiet" onClick={() => onTab('props')}>
            Open the tree
          </Button>
        </PropsBrief>
      )}
      {ledger === null ? null : (
        <LedgerCard exchange={exchange} ledger={ledger}>
          <Button size="small" variant="quiet" onClick={() => onTab('wire')}>
            The wire
          </Button>
        </LedgerCard>
      )}
      {call === null || (cache.declared === null && cache.sent === null) ? null : (
        <CacheBrief exchange={exchange}>
          <Button size="small" variant="quiet" onClick={() => onTab('cache')}>
            Explain
          </Button>
        </CacheBrief>
      )}
      {call === null || call.setHeaders.length === 0 ? null : <SetHeaders call={call} />}
      <ParamsCard request={request} />
      {exchange.navigation === null ? null : <NavigationCard id={exchange.id} navigation={exchange.navigation} />}
      <Card title="Where and when">
        <Pairs
          pairs={[
            {
              name: 'Page',
              value:
                request.page === null ? (
                  <Unknown why={noPageWhy(exchange.source)} />
                ) : (
                  <Captured>{request.page}</Captured>
                ),
            },
            ...(call?.source
              ? [
                  {
                    name: 'Source',
                    value: <SourcePlace place={call.source} origin={server.origin} />,
                  },
                ]
              : []),
            { name: 'Started', value: formatClock(startedAt, true) },
            {
              name: 'Server',
              value: serverWords(server, isSlow),
            },
          ]}
        />
      </Card>
    </>
  )
}

/** Where it is and what is known of it: of one that only the wire tells of, not even that it is Next. */
function serverWords({ origin, mode, next, pid }: Exchange['server'], isSlow: boolean): string {
  const version = [mode && `next ${mode}`, next].filter(Boolean).join(' ')
  const slow = isSlow ? 'seen over the inspector connection (slower, large answers are cut)' : ''
  return [origin, version, pid === null ? '' : `pid ${pid}`, slow].filter(part => part !== '').join(', ')
}

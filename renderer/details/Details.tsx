import { useEffect, useState } from 'react'
import type { Exchange } from '../../shared/exchange.ts'
import { assertNever } from '../../shared/units.ts'
import { keepEngineReady } from '../props/engine/open-engine.ts'
import { closeProps, newPropsMemory } from '../props/use-props.ts'
import { PageChanged } from '../replay/PageChanged.tsx'
import { ReplayTab } from '../replay/ReplayTab.tsx'
import { useExchange } from '../state/exchange.ts'
import { takeWantedReads } from '../state/reads.ts'
import { useStore } from '../state/store.ts'
import { Button } from '../ui/Button.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { ErrorBoundary } from '../ui/ErrorBoundary.tsx'
import { formatCount } from '../ui/format.ts'
import { safeText } from '../ui/safe-text.ts'
import { type Tab, Tabs } from '../ui/Tabs.tsx'
import { CacheTab } from './cache/CacheTab.tsx'
import { CallsTab } from './calls/CallsTab.tsx'
import styles from './Details.module.css'
import { Head } from './Head.tsx'
import { RequestTab } from './message/RequestTab.tsx'
import { ResponseTab } from './message/ResponseTab.tsx'
import { ErrorTab } from './outcome/ErrorTab.tsx'
import { PropsTab } from './props/PropsTab.tsx'
import { SummaryTab } from './summary/SummaryTab.tsx'
import { showTab, type TabId, useTab } from './tab-state.ts'
import { useCalm } from './use-calm.ts'
import { WireTab } from './wire/WireTab.tsx'

export type { TabId }

export interface DetailsProps {
  /** Of the exchange that is shown. */
  readonly id: string
  readonly onClose: () => void
}

/** The pane about one exchange. The tab that was chosen stays chosen from one exchange to the next. */
export function Details({ id, onClose }: DetailsProps) {
  const latest = useExchange(id)
  const loaded = useCalm(latest)
  const tab = useTab(state => state.tab)
  // Who opens the details anew begins with the summary; a window that becomes narrow only shows them in another place.
  useEffect(
    () => () => {
      if (useStore.getState().selected === null) showTab('summary')
    },
    [],
  )
  useEffect(() => {
    // Who looks at an exchange may look at its props next; one that is about to be read already needs the processor itself.
    if (useTab.getState().tab !== 'props') void keepEngineReady()
  }, [])
  return (
    <div className={styles['details']} aria-busy={latest.kind === 'loading'}>
      <ErrorBoundary what="the details" resetKey={id}>
        {loaded.kind === 'ready' ? (
          <Loaded key={loaded.exchange.id} exchange={loaded.exchange} tab={tab} onTab={showTab} onClose={onClose} />
        ) : loaded.kind === 'loading' ? (
          <EmptyState title="Fetching the details …" />
        ) : loaded.kind === 'gone' ? (
          <EmptyState title="This exchange is not kept any more" actions={<Button onClick={onClose}>Close</Button>}>
            It was cleared, or let go to keep the memory within its bound. Send the request again to see it.
          </EmptyState>
        ) : (
          <EmptyState title="The details could not be fetched" actions={<Button onClick={onClose}>Close</Button>}>
            {safeText(loaded.message)}
          </EmptyState>
        )}
      </ErrorBoundary>
    </div>
  )
}

interface LoadedProps {
  readonly exchange: Exchange
  readonly tab: TabId
  readonly onTab: (tab: TabId) => void
  readonly onClose: () => void
}

function Loaded({ exchange, tab, onTab, onClose }: LoadedProps) {
  const [memory] = useState(newPropsMemory)
  useEffect(() => () => closeProps(memory), [memory])
  useEffect(() => {
    if (!takeWantedReads(exchange.id)) return
    memory.tool = 'reads'
    onTab('props')
  }, [exchange.id, memory, onTab])
  const tabs = tabsOf(exchange)
  const shown = tabs.some(({ id }) => id === tab) ? tab : 'summary'
  const panel = () => {
    switch (shown) {
      case 'summary':
        return <SummaryTab exchange={exchange} onTab={onTab} />
      case 'props':
        return <PropsTab exchange={exchange} memory={memory} />
      case 'calls':
        return <CallsTab exchange={exchange} />
      case 'cache':
        return <CacheTab exchange={exchange} />
      case 'error':
        return <ErrorTab exchange={exchange} />
      case 'request':
        return <RequestTab exchange={exchange} />
      case 'response':
        return <ResponseTab exchange={exchange} />
      case 'wire':
        return <WireTab exchange={exchange} />
      case 'replay':
        return <ReplayTab exchange={exchange} />
      default:
        return assertNever(shown)
    }
  }
  return (
    <>
      <Head exchange={exchange} onClose={onClose} />
      <PageChanged exchange={exchange} />
      <Tabs label="Details of the exchange" tabs={tabs} value={shown} onChange={onTab}>
        <ErrorBoundary what="this tab" resetKey={shown}>
          {panel()}
        </ErrorBoundary>
      </Tabs>
    </>
  )
}

/** Sizes stand in the head above and are not said again, so that all tabs have room. */
function tabsOf({ call, renderError, findings, gaps }: Exchange): Tab<TabId>[] {
  const notes = findings.length + gaps.length
  const mistakes = call?.mistakes.length ?? 0
  const error = call?.error ?? renderError
  const calls = (call?.calls?.length ?? 0) + (call?.callsLeftOut ?? 0)
  return [
    { id: 'summary', label: 'Summary', tone: 'warn', count: notes === 0 ? undefined : String(notes) },
    { id: 'props', label: 'Props' },
    { id: 'calls', label: 'Calls', count: calls === 0 ? undefined : formatCount(calls) },
    { id: 'cache', label: 'Cache' },
    ...(!error && mistakes === 0
      ? []
      : [{ id: 'error' as const, label: 'Error', tone: error ? ('err' as const) : ('warn' as const), count: '✕' }]),
    { id: 'request', label: 'Request' },
    { id: 'response', label: 'Response' },
    { id: 'wire', label: 'Wire' },
    { id: 'replay', label: 'Replay' },
  ]
}

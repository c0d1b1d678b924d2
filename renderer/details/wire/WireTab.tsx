import type { Exchange } from '../../../shared/exchange.ts'
import { useServerOf } from '../../state/servers.ts'
import { OpenInBrowser } from '../../tap/OpenInBrowser.tsx'
import { TAP_ID } from '../../tap/TapChip.tsx'
import { Button } from '../../ui/Button.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { safeText } from '../../ui/safe-text.ts'
import { LedgerCard } from './LedgerCard.tsx'
import { WireCard } from './WireCard.tsx'
import { WireSizes } from './WireSizes.tsx'
import { WireTimes } from './WireTimes.tsx'

/** What went over the wire. */
export function WireTab({ exchange }: { readonly exchange: Exchange }) {
  const { wire, ledger } = exchange
  return (
    <>
      {wire === null && exchange.source !== 'agent' && exchange.state === 'finished' ? (
        <EmptyState title="Not heard to its end">
          The tap stopped while this request ran: its connection, bytes and times are not known.
        </EmptyState>
      ) : wire === null && exchange.source !== 'agent' ? (
        <EmptyState title="Still on the wire">
          Connection, bytes and times are told when the request is over. One that another protocol has taken over, as
          hot reloading does, lasts as long as the page is open.
        </EmptyState>
      ) : wire === null ? (
        <NotSeen origin={exchange.server.origin} />
      ) : (
        <>
          <WireCard exchange={exchange} wire={wire} />
          <WireTimes exchange={exchange} wire={wire} />
          <WireSizes exchange={exchange} wire={wire} />
        </>
      )}
      {ledger === null ? null : <LedgerCard exchange={exchange} ledger={ledger} />}
    </>
  )
}

/** The request went past the tap, or there was none; what to do, so that the next one does not. */
function NotSeen({ origin }: { readonly origin: string }) {
  const server = useServerOf(origin)
  const tap = server?.tap
  return (
    <EmptyState
      title="Not seen on the wire"
      actions={
        server === null || tap === undefined ? undefined : tap.kind === 'open' ? (
          <OpenInBrowser server={server.id} />
        ) : (
          <Button onClick={() => document.getElementById(TAP_ID)?.click()}>Turn the tap on</Button>
        )
      }
    >
      {tap?.kind === 'open' ? (
        <>
          This request went to the server directly. Open <code>{safeText(tap.origin)}</code> instead, and connections,
          bytes and headers as sent are shown here.
        </>
      ) : (
        'This request did not go through the tap. Turn it on and open its address in your browser instead of the server’s own.'
      )}
    </EmptyState>
  )
}

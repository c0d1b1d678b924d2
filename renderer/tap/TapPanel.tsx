import { Power } from 'lucide-react'
import type { TapState, WatchedServer } from '../../shared/api.ts'
import { backend } from '../state/backend.ts'
import { Button } from '../ui/Button.tsx'
import { CopyButton } from '../ui/CopyButton.tsx'
import { formatCount } from '../ui/format.ts'
import { ProblemNote } from '../ui/ProblemNote.tsx'
import { safeText } from '../ui/safe-text.ts'
import { localPort } from './addresses.ts'
import { OpenInBrowser } from './OpenInBrowser.tsx'
import { PortForm } from './PortForm.tsx'
import styles from './TapPanel.module.css'
import { TargetForm } from './TargetForm.tsx'
import { type TapAction, useTap } from './use-tap.ts'

export interface TapPanelProps {
  /** null: none is watched. */
  readonly server: WatchedServer | null
  /** The turning on that the click on the chip began. */
  readonly first: TapAction
  readonly onClose: () => void
}

/** Where the tap is, what goes through it, and what can be changed. */
export function TapPanel({ server, first, onClose }: TapPanelProps) {
  const change = useTap()
  const tap: TapState = server?.tap ?? { kind: 'off' }
  const target = tap.kind === 'open' ? tap.target : (server?.origin ?? null)
  const turnOff = () => {
    onClose()
    if (server) void backend.closeTap(server.id)
  }
  if (server === null || target === null) {
    return (
      <>
        <p className={styles['lead']}>
          The tap stands in front of one server and shows what goes over the wire. Name the server, or attach to one
          first.
        </p>
        <TargetForm lost={tap.kind === 'failed' ? tap.problem : null} onOpen={onClose} />
      </>
    )
  }
  const failed = first.problem ?? (tap.kind === 'failed' && change.problem === null ? tap.problem : null)
  return (
    <>
      {tap.kind === 'open' ? (
        <Open tap={tap} />
      ) : failed !== null ? (
        <ProblemNote title="The tap could not be opened" problem={failed} />
      ) : tap.kind === 'opening' || first.busy ? (
        <p className={styles['lead']} role="status">
          Opening the tap{` in front of ${safeText(target)}`}…
        </p>
      ) : (
        <p className={styles['lead']}>The tap is off. What goes over the wire is not seen.</p>
      )}
      {tap.kind === 'open' ? (
        <div className={styles['actions']}>
          <OpenInBrowser server={server.id} primary />
          <Button variant="danger" onClick={turnOff}>
            <Power aria-hidden /> Turn off
          </Button>
        </div>
      ) : tap.kind === 'opening' ? null : (
        <div className={styles['actions']}>
          <Button
            variant="primary"
            busy={first.busy}
            disabled={first.busy}
            onClick={() => void first.open(target, null)}
          >
            {first.busy ? 'Opening…' : failed === null ? 'Turn on' : 'Try any free port'}
          </Button>
        </div>
      )}
      <PortForm
        port={tap.kind === 'open' ? tap.port : null}
        taken={localPort(target)}
        action={change}
        onPort={port => {
          first.forget()
          return change.open(target, port)
        }}
      />
    </>
  )
}

function Open({ tap }: { readonly tap: Extract<TapState, { kind: 'open' }> }) {
  return (
    <>
      <p className={styles['address']} role="status">
        <b>{safeText(tap.origin)}</b>
        <CopyButton text={tap.origin} label="Copy the tap’s address" />
      </p>
      <p className={styles['lead']}>
        {tap.requests === 0
          ? 'Open this address in your browser instead of the server’s own.'
          : 'What is opened here instead of the server’s own address is seen on the wire.'}
      </p>
      {tap.missedPort === null ? null : (
        <p className={styles['down']} role="status">
          The last time it was on port {tap.missedPort}, which another program has now: what is opened there does not
          come through the tap.
        </p>
      )}
      {tap.down === null ? null : (
        <p className={styles['down']} role="status">
          The server does not answer ({safeText(tap.down)}). The tap stays open, tells the browser so, and goes on as
          soon as the server is back.
        </p>
      )}
      <dl className={styles['facts']}>
        <div>
          <dt>Forwards to</dt>
          <dd className={styles['mono']} title={safeText(tap.target)}>
            {safeText(tap.target)}
          </dd>
        </div>
        <div>
          <dt>Connections</dt>
          <dd>{tap.connections === 0 ? 'none open now' : `${formatCount(tap.connections)} open now`}</dd>
        </div>
        <div>
          <dt>Requests</dt>
          <dd>{tap.requests === 0 ? 'none so far' : `${formatCount(tap.requests)} so far`}</dd>
        </div>
      </dl>
    </>
  )
}

import { Power } from 'lucide-react'
import type { AppState, TapState } from '../../shared/api.ts'
import { backend } from '../state/backend.ts'
import { Button } from '../ui/Button.tsx'
import { CopyButton } from '../ui/CopyButton.tsx'
import { formatCount } from '../ui/format.ts'
import { ProblemNote } from '../ui/ProblemNote.tsx'
import { safeText } from '../ui/safe-text.ts'
import { isSameServer, localPort } from './addresses.ts'
import { OpenInBrowser } from './OpenInBrowser.tsx'
import { PortForm } from './PortForm.tsx'
import styles from './TapPanel.module.css'
import { TargetForm } from './TargetForm.tsx'
import { attachedOrigin, tapArgument } from './tap-words.ts'
import { type TapAction, useTap } from './use-tap.ts'

export interface TapPanelProps {
  readonly app: AppState
  /** The turning on that the click on the chip began. */
  readonly first: TapAction
  readonly onClose: () => void
}

/** Where the tap is, what goes through it, and what can be changed. */
export function TapPanel({ app, first, onClose }: TapPanelProps) {
  const { connection, tap } = app
  const change = useTap()
  const attached = attachedOrigin(connection)
  const target = tap.kind === 'open' ? tap.target : attached
  const turnOff = () => {
    onClose()
    void backend.closeTap()
  }
  if ((tap.kind === 'off' || tap.kind === 'failed') && attached === null) {
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
        <Open tap={tap} attached={attached} />
      ) : failed !== null ? (
        <ProblemNote title="The tap could not be opened" problem={failed} />
      ) : tap.kind === 'opening' || first.busy ? (
        <p className={styles['lead']} role="status">
          Opening the tap{target === null ? '' : ` in front of ${safeText(target)}`}…
        </p>
      ) : (
        <p className={styles['lead']}>The tap is off. What goes over the wire is not seen.</p>
      )}
      {tap.kind === 'open' ? (
        <div className={styles['actions']}>
          <OpenInBrowser primary />
          {attached !== null && !isSameServer(attached, tap.target) ? (
            <Button
              busy={change.busy}
              disabled={change.busy}
              onClick={() => void change.open(tapArgument(connection, null), null)}
            >
              Tap {safeText(attached)} instead
            </Button>
          ) : null}
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
            onClick={() => void first.open(tapArgument(connection, target), null)}
          >
            {first.busy ? 'Opening…' : failed === null ? 'Turn on' : 'Try any free port'}
          </Button>
        </div>
      )}
      <PortForm
        port={tap.kind === 'open' ? tap.port : null}
        taken={target === null ? null : localPort(target)}
        action={change}
        onPort={port => {
          first.forget()
          return change.open(tapArgument(connection, target), port)
        }}
      />
    </>
  )
}

function Open({
  tap,
  attached,
}: {
  readonly tap: Extract<TapState, { kind: 'open' }>
  readonly attached: string | null
}) {
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
        {attached !== null && !isSameServer(attached, tap.target) ? (
          <div>
            <dt>Attached to</dt>
            <dd className={styles['mono']}>{safeText(attached)}, another server</dd>
          </div>
        ) : null}
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

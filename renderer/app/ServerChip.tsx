import { ChevronDown, Replace, Unplug } from 'lucide-react'
import { useState } from 'react'
import type { AppState, AttachedServer } from '../../shared/api.ts'
import { assertNever } from '../../shared/units.ts'
import { backend } from '../state/backend.ts'
import { useStore } from '../state/store.ts'
import { Button } from '../ui/Button.tsx'
import { CopyButton } from '../ui/CopyButton.tsx'
import { cx } from '../ui/cx.ts'
import { Popover } from '../ui/Popover.tsx'
import { safeText } from '../ui/safe-text.ts'
import styles from './ServerChip.module.css'
import { hostWords, nextWords } from './server-words.ts'

const chooseServer = () => useStore.setState({ connectOpen: true })

/** Which server we are attached to, and the way to change that. */
export function ServerChip({ app: { connection, tap } }: { readonly app: AppState }) {
  switch (connection.kind) {
    case 'attached':
    case 'waiting':
      return <Attached server={connection.server} waiting={connection.kind === 'waiting'} />
    case 'attaching':
      return (
        <Button className={styles['chip']} onClick={chooseServer}>
          <i className={cx(styles['dot'], styles['waiting'])} />
          <span className={styles['more']}>attaching…</span>
        </Button>
      )
    case 'idle':
    case 'failed':
      return tap.kind === 'open' ? (
        <Button
          className={styles['chip']}
          title="No agent is attached to this server: choose one"
          onClick={chooseServer}
        >
          <i className={cx(styles['dot'], styles['wire'])} />
          <b className={styles['name']}>{hostWords(tap.target)}</b> <span className={styles['more']}>wire only</span>
        </Button>
      ) : (
        <Button className={styles['chip']} variant="primary" onClick={chooseServer}>
          Choose a server
        </Button>
      )
    default:
      return assertNever(connection)
  }
}

function Attached({ server, waiting }: { readonly server: AttachedServer; readonly waiting: boolean }) {
  const [open, setOpen] = useState(false)
  const then = (action: () => void) => () => {
    setOpen(false)
    action()
  }
  return (
    <Popover
      title={safeText(server.name)}
      align="start"
      open={open}
      onOpenChange={setOpen}
      trigger={
        <Button className={styles['chip']} title="The server that Propscope is attached to">
          <i className={cx(styles['dot'], waiting && styles['waiting'])} />
          <b className={styles['name']}>{safeText(server.name)}</b>{' '}
          {waiting ? (
            <span className={styles['more']}>waiting for it to come back</span>
          ) : (
            <span className={styles['more']}>
              <span className={styles['first']}>{nextWords(server)} · </span>
              {hostWords(server.origin)}
              <span className={styles['pid']}> · pid {server.pid}</span>
            </span>
          )}
          <ChevronDown aria-hidden />
        </Button>
      }
    >
      <dl className={styles['facts']}>
        <Fact name="Address" value={server.origin} copy />
        <Fact name="Next" value={nextWords(server)} />
        <Fact name="Process" value={`pid ${server.pid}`} />
        {server.folder === null ? null : <Fact name="Project" value={server.folder} copy />}
      </dl>
      <div className={styles['actions']}>
        <Button onClick={then(chooseServer)}>
          <Replace aria-hidden /> Switch server…
        </Button>
        <Button variant="danger" onClick={then(() => void backend.detach())}>
          <Unplug aria-hidden /> {waiting ? 'Stop waiting' : 'Detach'}
        </Button>
      </div>
    </Popover>
  )
}

interface FactProps {
  readonly name: string
  readonly value: string
  readonly copy?: boolean
}

function Fact({ name, value, copy = false }: FactProps) {
  return (
    <div className={styles['fact']}>
      <dt>{name}</dt>
      <dd>
        <span className={styles['value']} title={safeText(value)}>
          {safeText(value)}
        </span>
        {copy ? <CopyButton text={value} label={`Copy the ${name.toLowerCase()}`} /> : null}
      </dd>
    </div>
  )
}

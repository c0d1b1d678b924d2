import { Link2, Unplug } from 'lucide-react'
import type { WatchedServer } from '../../shared/api.ts'
import { nextWords } from '../app/server-words.ts'
import { backend } from '../state/backend.ts'
import { Button } from '../ui/Button.tsx'
import { CopyButton } from '../ui/CopyButton.tsx'
import { safeText } from '../ui/safe-text.ts'
import { doWord } from './ServerLine.tsx'
import styles from './ServersPanel.module.css'

/** What is known of one server, and why it is not attached where it is not. */
export function ServerFacts({ server: { server, origin, connection } }: { readonly server: WatchedServer }) {
  return (
    <>
      <dl className={styles['facts']}>
        {origin === null ? null : <Fact name="Address" value={server?.origin ?? origin} copy />}
        {server === null ? null : (
          <>
            <Fact name="Next" value={nextWords(server)} />
            <Fact name="Process" value={`pid ${server.pid}${connection.kind === 'attached' ? '' : ' (before)'}`} />
            {server.via === 'inspector' ? (
              <Fact name="Way" value="over the inspector: slower, large answers are cut" />
            ) : null}
            {server.folder === null ? null : <Fact name="Project" value={server.folder} copy />}
          </>
        )}
      </dl>
      {connection.kind === 'waiting' ? <p className={styles['why']}>{safeText(connection.why)}</p> : null}
      {connection.kind === 'attaching' ? <p className={styles['why']}>{safeText(connection.step)}…</p> : null}
      {connection.kind === 'failed' ? (
        <p className={styles['why']}>
          {safeText(connection.problem.message)} {safeText(connection.problem.next)}
        </p>
      ) : null}
    </>
  )
}

/** Detaching, or attaching again to one that is only remembered. */
export function ServerActions({ server, onDone }: { readonly server: WatchedServer; readonly onDone: () => void }) {
  const { connection, origin, id } = server
  const then = (action: () => void) => () => {
    onDone()
    action()
  }
  if (connection.kind !== 'idle') {
    return (
      <Button variant="danger" onClick={then(() => void backend.detach(id))}>
        <Unplug aria-hidden /> {doWord(server)}
      </Button>
    )
  }
  return origin === null ? null : (
    <Button onClick={then(() => void backend.attach(origin))}>
      <Link2 aria-hidden /> Attach to it
    </Button>
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

import type { AppState } from '../../shared/api.ts'
import { assertNever } from '../../shared/units.ts'
import { looksOf } from '../servers/server-look.ts'
import { type InView, useInView } from '../state/servers.ts'
import { useStore } from '../state/store.ts'
import { cx } from '../ui/cx.ts'
import { formatBytes, formatClock, formatCount, formatMs } from '../ui/format.ts'
import { Kbd } from '../ui/Kbd.tsx'
import { safeText } from '../ui/safe-text.ts'
import styles from './StatusBar.module.css'
import { agentHint, droppedHint, faultsOf } from './status-words.ts'

/** What was captured and what was not: every loss is counted here. */
export function StatusBar({ app }: { readonly app: AppState }) {
  const view = useInView(app)
  // The store's bound is that of all servers together.
  const counts = { ...app.counts, ...(view.all.length > 1 ? view.one?.counts : {}) }
  const info = useStore(state => state.info)
  return (
    <footer className={styles['bar']}>
      <Count value={formatCount(counts.exchanges)} words={counts.exchanges === 1 ? 'exchange' : 'exchanges'} />
      <Count
        value={formatCount(counts.droppedEvents)}
        words="dropped"
        warn={counts.droppedEvents > 0}
        title={droppedHint(counts)}
      />
      {counts.droppedBytes > 0 ? (
        <Count
          value={formatBytes(counts.droppedBytes)}
          words="of bodies let go"
          warn
          title="Bodies that were not kept, because they came too fast or to keep the store within its bound"
        />
      ) : null}
      {counts.unreadable > 0 ? (
        <Count
          value={formatCount(counts.unreadable)}
          words="incomplete"
          warn
          title="Requests of which something was not captured or could not be read; each says what that is"
        />
      ) : null}
      {counts.agentFaults > 0 ? (
        <Count
          value={formatCount(counts.agentFaults)}
          words={`${faultsOf(counts)} ${counts.agentFaults === 1 ? 'fault' : 'faults'}`}
          warn
          title={`Errors of Propscope’s own, caught where they happened (${faultsOf(counts)}); the last one: ${safeText(counts.lastAgentFault ?? 'unknown')}`}
        />
      ) : null}
      {counts.evicted > 0 ? (
        <Count
          value={formatCount(counts.evicted)}
          words="oldest let go"
          title="Old exchanges that were let go to keep the store within its bound"
        />
      ) : null}
      {counts.agentMsLately === null ? null : (
        <span className={styles['optional']} title={agentHint(counts)}>
          agent <b>{formatMs(counts.agentMsLately)}</b> a request
        </span>
      )}
      <span className={styles['end']}>{stateWords(app, view)}</span>
      <span className={styles['optional']}>
        <Kbd>?</Kbd> keys
      </span>
      {info === null ? null : <span className={styles['optional']}>v{info.version}</span>}
    </footer>
  )
}

interface CountProps {
  readonly value: string
  readonly words: string
  readonly warn?: boolean
  readonly title?: string
}

function Count({ value, words, warn = false, title }: CountProps) {
  return (
    <span className={cx(warn && styles['warn'])} title={title}>
      <b>{value}</b> {words}
    </span>
  )
}

function stateWords({ capture }: AppState, { one, servers }: InView): string {
  const paused = capture === 'paused' ? 'paused, ' : ''
  if (one === null) return servers.length === 0 ? 'not attached' : `${paused}${looksOf(servers)}`
  const { connection, tap } = one
  switch (connection.kind) {
    case 'idle':
    case 'failed':
      return tap.kind === 'open' ? `${paused}wire only` : 'not attached'
    case 'attaching':
      return 'attaching…'
    case 'waiting':
      return `waiting since ${formatClock(connection.since)}`
    case 'attached':
      return `${paused}attached ${formatClock(connection.since)}`
    default:
      return assertNever(connection)
  }
}

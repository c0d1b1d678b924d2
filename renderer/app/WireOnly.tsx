import { Cable, Link2 } from 'lucide-react'
import type { AppState } from '../../shared/api.ts'
import { useInView } from '../state/servers.ts'
import { useStore } from '../state/store.ts'
import { OpenInBrowser } from '../tap/OpenInBrowser.tsx'
import { isWireOnly } from '../tap/tap-words.ts'
import { Button } from '../ui/Button.tsx'
import { CopyButton } from '../ui/CopyButton.tsx'
import { safeText } from '../ui/safe-text.ts'
import styles from './WireOnly.module.css'

/** Heads the timeline where the tap is open and no agent looks on: what is seen, what is not, and the way to more. */
export function WireOnly({ app }: { readonly app: AppState }) {
  const { one } = useInView(app)
  if (one?.tap.kind !== 'open' || !isWireOnly(one)) return null
  const { tap } = one
  return (
    <section className={styles['band']} aria-label="Only the wire is seen">
      <Cable className={styles['icon']} aria-hidden />
      <p className={styles['words']}>
        <b>Only the wire is seen.</b>{' '}
        {tap.down === null ? (
          <>
            Open <code>{safeText(tap.origin)}</code>
            <CopyButton text={tap.origin} label="Copy the tap’s address" /> instead of{' '}
            <code>{safeText(tap.target)}</code>. What happens inside the server needs an attached agent.
          </>
        ) : (
          <>
            <code>{safeText(tap.target)}</code> does not answer ({safeText(tap.down)}). The tap at{' '}
            <code>{safeText(tap.origin)}</code> tells the browser so, and goes on as soon as the server is back.
          </>
        )}
      </p>
      <div className={styles['actions']}>
        <OpenInBrowser server={one.id} />
        <Button onClick={() => useStore.setState({ connectOpen: true })}>
          <Link2 aria-hidden /> Attach…
        </Button>
      </div>
    </section>
  )
}

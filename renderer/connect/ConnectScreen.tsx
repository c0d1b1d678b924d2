import { ArrowLeft } from 'lucide-react'
import type { AppState } from '../../shared/api.ts'
import { ThemeMenu } from '../app/ThemeMenu.tsx'
import { useStore } from '../state/store.ts'
import { Button } from '../ui/Button.tsx'
import { ProblemNote } from '../ui/ProblemNote.tsx'
import { ByHand } from './ByHand.tsx'
import styles from './ConnectScreen.module.css'
import { DemoCard } from './DemoCard.tsx'
import { FoundServers } from './FoundServers.tsx'
import { Logo } from './Logo.tsx'
import { Progress } from './Progress.tsx'
import { TapCard } from './TapCard.tsx'
import { useAttach } from './use-attach.ts'
import { useServers } from './use-servers.ts'

/** Where everybody starts: what runs here, the demo, or by hand; and what went wrong. */
export function ConnectScreen({ app }: { readonly app: AppState }) {
  const asked = useStore(state => state.connectOpen)
  const info = useStore(state => state.info)
  const servers = useServers()
  const { attach, tap, startDemo, failure, busyWith } = useAttach(app)
  return (
    <div className={styles['screen']}>
      <div className={styles['corner']}>
        {asked ? (
          <Button variant="quiet" onClick={() => useStore.setState({ connectOpen: false })}>
            <ArrowLeft aria-hidden /> Back to the timeline
          </Button>
        ) : (
          <span />
        )}
        <ThemeMenu />
      </div>
      <main className={styles['column']}>
        <header className={styles['head']}>
          <Logo />
          <div>
            <h1 className={styles['title']}>Propscope</h1>
            <p className={styles['lead']}>
              See every <code>getServerSideProps</code> call of a running Next.js server. No restart, no edit.
            </p>
          </div>
        </header>
        {failure ? <ProblemNote title={failure.title} problem={failure.problem} /> : null}
        <Progress app={app} />
        <FoundServers servers={servers} watched={app.servers} attach={attach} tap={tap} busyWith={busyWith} />
        <div className={styles['two']}>
          <DemoCard
            demo={app.demo}
            onStart={startDemo}
            disabled={busyWith !== null}
            first={servers.found?.length === 0}
          />
          <ByHand attach={attach} disabled={busyWith !== null} />
        </div>
        <TapCard taps={app.servers.map(({ tap }) => tap)} disabled={busyWith !== null} />
        <p className={styles['promise']}>
          Nothing that is captured leaves this machine. Attaching changes no answer of your server, and detaching leaves
          nothing behind.
          {info ? ` Propscope ${info.version}.` : ''}
        </p>
      </main>
    </div>
  )
}

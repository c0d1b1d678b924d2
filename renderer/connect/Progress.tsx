import { LoaderCircle } from 'lucide-react'
import type { AppState, WatchedServer } from '../../shared/api.ts'
import { hostWords } from '../app/server-words.ts'
import { backend } from '../state/backend.ts'
import { Button } from '../ui/Button.tsx'
import { safeText } from '../ui/safe-text.ts'
import styles from './Progress.module.css'

/** What is being done right now, in words, and the way to stop it. */
export function Progress({ app }: { readonly app: AppState }) {
  const { servers, demo } = app
  const words =
    demo.kind === 'starting'
      ? { title: 'Starting the demo shop', step: demo.step ?? 'one moment', cancel: () => backend.stopDemo() }
      : (servers.flatMap(attachingWords)[0] ?? null)
  return (
    <div aria-live="polite" className={styles['region']}>
      {words ? (
        <div className={styles['progress']}>
          <LoaderCircle className={styles['turning']} aria-hidden />
          <div className={styles['words']}>
            <p className={styles['title']}>{words.title}</p>
            {words.step === words.title ? null : <p className={styles['step']}>{safeText(words.step)}</p>}
          </div>
          <Button onClick={() => void words.cancel()}>Cancel</Button>
        </div>
      ) : null}
    </div>
  )
}

function attachingWords({ id, connection }: WatchedServer) {
  if (connection.kind !== 'attaching') return []
  const { target, step } = connection
  return [{ title: `Attaching to ${hostWords(target)}`, step, cancel: () => backend.detach(id) }]
}

import { Cable } from 'lucide-react'
import type { TapState } from '../../shared/api.ts'
import { hostWords } from '../app/server-words.ts'
import { useStore } from '../state/store.ts'
import { TargetForm } from '../tap/TargetForm.tsx'
import { Badge } from '../ui/Badge.tsx'
import { Card } from './Card.tsx'
import styles from './TapCard.module.css'

const toTimeline = () => useStore.setState({ connectOpen: false })

/** The wire alone: for servers that no agent can be put into. */
export function TapCard({ taps, disabled }: { readonly taps: readonly TapState[]; readonly disabled: boolean }) {
  const failed = taps.find(tap => tap.kind === 'failed')
  return (
    <Card icon={<Cable />} title="Tap only">
      <div className={styles['columns']}>
        <div>
          <p>
            For a URL that cannot be attached: a remote server, a container, another user’s. A port of this machine
            forwards to it, and the timeline shows what goes over the wire.
          </p>
          {taps.map(tap =>
            tap.kind === 'open' ? (
              <p key={tap.port} className={styles['open']}>
                <Badge tone="ok">open</Badge> {hostWords(tap.origin)} forwards to {hostWords(tap.target)}.
              </p>
            ) : null,
          )}
        </div>
        <TargetForm disabled={disabled} lost={failed?.problem ?? null} onOpen={toTimeline} />
      </div>
    </Card>
  )
}

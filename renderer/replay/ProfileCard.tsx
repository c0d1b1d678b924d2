import { Download, Flame } from 'lucide-react'
import { useState } from 'react'
import type { Problem } from '../../shared/problem.ts'
import type { Outgoing, PreparedReplay, ProfiledReplay } from '../../shared/replay.ts'
import { Card } from '../details/parts/Card.tsx'
import { backend } from '../state/backend.ts'
import { Button } from '../ui/Button.tsx'
import { formatCount, formatCountOf, formatMs } from '../ui/format.ts'
import { ProblemNote } from '../ui/ProblemNote.tsx'
import { FlameChart } from './FlameChart.tsx'
import { FlameTable } from './FlameTable.tsx'
import styles from './ProfileCard.module.css'
import { saveText } from './save-text.ts'

export interface ProfileCardProps {
  readonly prepared: PreparedReplay
  readonly request: Outgoing
}

/** Sends the request once while the server's CPU is profiled, and shows what ran during it. */
export function ProfileCard({ prepared, request }: ProfileCardProps) {
  const [busy, setBusy] = useState(false)
  const [asking, setAsking] = useState<string | null>(null)
  const [problem, setProblem] = useState<Problem | null>(null)
  const [profile, setProfile] = useState<ProfiledReplay | null>(null)
  const begin = async (confirmed: boolean) => {
    setBusy(true)
    setAsking(null)
    setProblem(null)
    const result = await backend.profileReplay(prepared.of ?? '', request, confirmed)
    setBusy(false)
    if (result.ok) setProfile(result.value)
    else if (result.problem.code === 'needs-consent') setAsking(result.problem.message)
    else setProblem(result.problem)
  }
  const save = async (id: string) => {
    const text = await backend.readProfile(id)
    if (text !== null) saveText(text, `propscope-${id}.cpuprofile`)
  }
  return (
    <Card
      title="CPU profile"
      aside={
        <>
          {profile ? (
            <Button size="small" variant="quiet" onClick={() => void save(profile.exchange)}>
              <Download aria-hidden /> Save .cpuprofile
            </Button>
          ) : null}
          <Button size="small" disabled={busy} busy={busy} onClick={() => void begin(false)}>
            <Flame aria-hidden /> {busy ? 'Profiling…' : 'Replay with a profile'}
          </Button>
        </>
      }
    >
      {asking === null ? null : (
        <div className={styles['asking']}>
          <p>{asking}</p>
          <Button size="small" onClick={() => void begin(true)}>
            Send it all the same
          </Button>
        </div>
      )}
      {problem ? <ProblemNote problem={problem} /> : null}
      {profile ? (
        <div className={styles['profile']}>
          <p className={styles['words']}>
            {formatMs(profile.durationMs)} in all: {formatMs(profile.idleMs)} waiting, {formatMs(profile.engineMs)} in
            V8 itself, the rest below. A sample every {formatCount(profile.intervalUs)}&nbsp;µs.
            {profile.others === 0
              ? ''
              : ` ${formatCountOf(profile.others, 'other request')} ran meanwhile, and their work is in it too.`}
          </p>
          <FlameChart profile={profile} />
          <FlameTable totals={profile.totals} />
        </div>
      ) : (
        <p className={styles['words']}>
          Opens the inspector for this one request and shows which functions ran in it; the file opens in speedscope and
          in DevTools. The server runs slower meanwhile.
        </p>
      )}
    </Card>
  )
}

import type { Exchange } from '../../shared/exchange.ts'
import { EmptyState } from '../ui/EmptyState.tsx'
import { ProblemNote } from '../ui/ProblemNote.tsx'
import { Composer } from './Composer.tsx'
import { ProfileCard } from './ProfileCard.tsx'
import { ReadsCard } from './ReadsCard.tsx'
import { RunList } from './RunList.tsx'
import { useReplay } from './replay-state.ts'
import { useOriginal } from './use-original.ts'

/** Sending this request again: as it is, changed, in other ways, and what came of it each time. */
export function ReplayTab({ exchange }: { readonly exchange: Exchange }) {
  const original = useOriginal(exchange.id)
  const edited = useReplay(({ drafts }) => drafts.get(exchange.id))
  if (original === null) return <EmptyState title="Preparing the request …" />
  if (!original.ok) return <ProblemNote problem={original.problem} title="The request cannot be prepared" />
  return (
    <>
      <Composer key={exchange.id} prepared={original.value} />
      <RunList prepared={original.value} />
      <ReadsCard prepared={original.value} request={edited ?? original.value.request} />
      <ProfileCard prepared={original.value} request={edited ?? original.value.request} />
    </>
  )
}

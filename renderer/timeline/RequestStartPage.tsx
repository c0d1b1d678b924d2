import { Send } from 'lucide-react'
import { useState } from 'react'
import type { Problem } from '../../shared/problem.ts'
import { backend } from '../state/backend.ts'
import { Button } from '../ui/Button.tsx'
import { ProblemNote } from '../ui/ProblemNote.tsx'

/** Sends the first request, so that nobody needs a browser for the first row. */
export function RequestStartPage({ server, quiet = false }: { readonly server: string; readonly quiet?: boolean }) {
  const [sending, setSending] = useState(false)
  const [problem, setProblem] = useState<Problem | null>(null)
  const send = async () => {
    setSending(true)
    setProblem(null)
    const sent = await backend.sendTestRequest(server, '/')
    setSending(false)
    if (!sent.ok) setProblem(sent.problem)
  }
  return (
    <>
      <Button variant={quiet ? 'default' : 'primary'} onClick={() => void send()} busy={sending} disabled={sending}>
        <Send aria-hidden /> {sending ? 'Waiting for the answer…' : 'Request the start page'}
      </Button>
      {problem ? <ProblemNote problem={problem} title="The request got no answer" /> : null}
    </>
  )
}

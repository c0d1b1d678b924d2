import { ExternalLink } from 'lucide-react'
import { useState } from 'react'
import type { Problem } from '../../shared/problem.ts'
import { backend } from '../state/backend.ts'
import { Button } from '../ui/Button.tsx'
import { ProblemNote } from '../ui/ProblemNote.tsx'

export interface OpenInBrowserProps {
  /** The server's id. */
  readonly server: string
  readonly primary?: boolean
  readonly path?: string
}

/** Opens a server's tap (the server where there is none) in the system's browser. */
export function OpenInBrowser({ server, primary = false, path = '/' }: OpenInBrowserProps) {
  const [problem, setProblem] = useState<Problem | null>(null)
  const open = async () => {
    setProblem(null)
    const result = await backend.openInBrowser(server, path)
    if (!result.ok) setProblem(result.problem)
  }
  return (
    <>
      <Button variant={primary ? 'primary' : 'default'} onClick={() => void open()}>
        <ExternalLink aria-hidden /> Open in browser
      </Button>
      {problem ? <ProblemNote problem={problem} /> : null}
    </>
  )
}

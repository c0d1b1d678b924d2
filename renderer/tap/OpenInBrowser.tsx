import { ExternalLink } from 'lucide-react'
import { useState } from 'react'
import type { Problem } from '../../shared/problem.ts'
import { backend } from '../state/backend.ts'
import { useStore } from '../state/store.ts'
import { isBrowserView } from '../state/transport.ts'
import { Button } from '../ui/Button.tsx'
import { ProblemNote } from '../ui/ProblemNote.tsx'

export interface OpenInBrowserProps {
  /** The server's id. */
  readonly server: string
  readonly primary?: boolean
  readonly path?: string
}

/** Opens a server's tap (the server where there is none) in the system's browser; where the app is in a browser itself, in another tab of that. */
export function OpenInBrowser({ server, primary = false, path = '/' }: OpenInBrowserProps) {
  const [problem, setProblem] = useState<Problem | null>(null)
  const here = useStore(({ app }) => {
    const watched = app?.servers.find(({ id }) => id === server)
    return watched?.tap.kind === 'open' ? watched.tap.origin : (watched?.origin ?? null)
  })
  const open = async () => {
    setProblem(null)
    // Propscope may run where no display is (SSH, a container), and the person sits before this one.
    if (isBrowserView() && here !== null) return void window.open(new URL(path, here), '_blank', 'noopener')
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

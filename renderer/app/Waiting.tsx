import { Plug } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useStore } from '../state/store.ts'
import { EmptyState } from '../ui/EmptyState.tsx'

/** Shorter waits are not worth words that flash by. */
const PATIENCE_MS = 400

/** Before the first answer of the main process. */
export function Waiting() {
  const link = useStore(state => state.link)
  const [late, setLate] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), PATIENCE_MS)
    return () => clearTimeout(timer)
  }, [])
  if (link.kind === 'lost')
    return (
      <EmptyState icon={<Plug />} title="Propscope’s main process cannot be reached">
        Trying again by itself. If it is not running any more, start it again and open the address that it prints: each
        start has a new one.
      </EmptyState>
    )
  return late ? <EmptyState icon={<Plug />} title="Talking to Propscope’s main process…" /> : null
}

import { ArrowUpRight } from 'lucide-react'
import { useRow } from '../state/rows-hooks.ts'
import { select } from '../state/selection.ts'
import { Button } from '../ui/Button.tsx'

/** The way from a replay to what it repeats, as long as that is kept. */
export function OriginalButton({ id }: { readonly id: string }) {
  const row = useRow(id)
  if (!row) return null
  return (
    <Button size="small" variant="quiet" onClick={() => select(id, true)}>
      The original <ArrowUpRight aria-hidden />
    </Button>
  )
}

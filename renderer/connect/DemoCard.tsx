import { ShoppingBag } from 'lucide-react'
import type { AppState } from '../../shared/api.ts'
import { Button } from '../ui/Button.tsx'
import { Card } from './Card.tsx'

export interface DemoCardProps {
  readonly demo: AppState['demo']
  readonly onStart: () => void
  readonly disabled: boolean
  /** It is the best way in, since no server was found. */
  readonly first: boolean
}

/** A Next app with one page for each case worth seeing. */
export function DemoCard({ demo, onStart, disabled, first }: DemoCardProps) {
  const unavailable = demo.kind === 'unavailable'
  return (
    <Card icon={<ShoppingBag />} title="No server at hand?">
      <p>
        {unavailable
          ? 'The demo shop is part of a checkout of Propscope, and is not there in this installation.'
          : 'The demo shop is a small Next app with slow calls, large props, errors, redirects and cache headers to look at.'}
      </p>
      <Button
        variant={first ? 'primary' : 'default'}
        onClick={onStart}
        disabled={disabled || unavailable}
        busy={demo.kind === 'starting'}
      >
        {demo.kind === 'starting'
          ? 'Starting…'
          : demo.kind === 'running'
            ? 'Attach to the demo shop'
            : 'Start the demo shop'}
      </Button>
    </Card>
  )
}

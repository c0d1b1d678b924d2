import { TriangleAlert } from 'lucide-react'
import { Component, type ReactNode } from 'react'
import { Button } from './Button.tsx'
import { EmptyState } from './EmptyState.tsx'
import { safeText, shorten } from './safe-text.ts'

export interface ErrorBoundaryProps {
  /** What the panel is called in a sentence, e.g. `the timeline`. */
  readonly what: string
  /** When it changes, the panel is tried again. */
  readonly resetKey?: string | number | null
  readonly children: ReactNode
}

interface State {
  readonly error: Error | null
}

/** Keeps a panel's bug in that panel: captured data is hostile and must never take the whole view down. */
export class ErrorBoundary extends Component<ErrorBoundaryProps, State> {
  override state: State = { error: null }

  static getDerivedStateFromError(thrown: unknown): State {
    return { error: thrown instanceof Error ? thrown : new Error(String(thrown)) }
  }

  override componentDidUpdate(previous: ErrorBoundaryProps) {
    if (this.state.error && previous.resetKey !== this.props.resetKey) this.setState({ error: null })
  }

  override render() {
    const { error } = this.state
    if (!error) return this.props.children
    return (
      <EmptyState
        icon={<TriangleAlert />}
        title={`Propscope could not draw ${this.props.what}`}
        actions={<Button onClick={() => this.setState({ error: null })}>Try again</Button>}
      >
        This is a bug of Propscope, and nothing was lost: {shorten(safeText(error.message), 200)}
      </EmptyState>
    )
  }
}

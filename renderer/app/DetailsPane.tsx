import { ArrowLeft } from 'lucide-react'
import { lazy, Suspense, useEffect, useRef } from 'react'
import { endComparison, isCompared, useCompare } from '../replay/compare-state.ts'
import { Button } from '../ui/Button.tsx'
import { ErrorBoundary } from '../ui/ErrorBoundary.tsx'
import styles from './DetailsPane.module.css'

const Details = lazy(() => import('../details/Details.tsx').then(module => ({ default: module.Details })))

const ComparePane = lazy(() => import('../replay/ComparePane.tsx').then(module => ({ default: module.ComparePane })))

export interface DetailsPaneProps {
  readonly id: string
  /** It covers the list, and so needs a way back. */
  readonly narrow: boolean
  readonly onClose: () => void
}

export function DetailsPane({ id, narrow, onClose }: DetailsPaneProps) {
  const { left, right } = useCompare()
  const before = useRef(id)
  useEffect(() => {
    // Another request was chosen: it is that one that is wanted now.
    if (before.current !== id && !isCompared(id)) endComparison()
    before.current = id
  }, [id])
  return (
    <aside className={styles['pane']} aria-label="Details">
      {narrow ? (
        <div className={styles['back']}>
          <Button variant="quiet" onClick={onClose}>
            <ArrowLeft aria-hidden /> Back to the timeline
          </Button>
        </div>
      ) : null}
      <ErrorBoundary what="the details" resetKey={id}>
        <Suspense fallback={null}>
          {left && right ? <ComparePane left={left} right={right} /> : <Details id={id} onClose={onClose} />}
        </Suspense>
      </ErrorBoundary>
    </aside>
  )
}

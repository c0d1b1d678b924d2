import { GitCompareArrows, X } from 'lucide-react'
import { useFilter } from '../state/filter-state.ts'
import type { TimeWindow } from '../timeline/filter.ts'
import { Button } from '../ui/Button.tsx'
import { formatClock } from '../ui/format.ts'
import styles from './CompareBar.module.css'
import { splitNow, stopComparing, useCompare } from './compare-state.ts'

/** Chooses the two times that are compared: before and after an edit. */
export function CompareBar() {
  const window = useFilter(state => state.filter.window)
  const { before, after } = useCompare()
  return (
    <section className={styles['bar']} aria-label="Compare two times">
      <GitCompareArrows aria-hidden className={styles['icon']} />
      {before === null && after === null ? (
        <span className={styles['words']}>
          Compare before and after an edit: split at this moment, or drag a time in the overview and take it as one of
          the two.
        </span>
      ) : (
        <span className={styles['words']}>
          Before <b>{words(before)}</b> · after <b>{words(after)}</b>
        </span>
      )}
      <Button size="small" onClick={splitNow}>
        Split at this moment
      </Button>
      <Button
        size="small"
        disabled={window === null}
        title={window === null ? 'Drag a time in the overview first' : undefined}
        onClick={() => useCompare.setState({ before: window })}
      >
        Take as before
      </Button>
      <Button
        size="small"
        disabled={window === null}
        title={window === null ? 'Drag a time in the overview first' : undefined}
        onClick={() => useCompare.setState({ after: window })}
      >
        Take as after
      </Button>
      {before || after ? (
        <Button size="small" variant="quiet" onClick={stopComparing}>
          <X aria-hidden /> Stop comparing
        </Button>
      ) : null}
    </section>
  )
}

function words(window: TimeWindow | null): string {
  if (window === null) return 'not chosen yet'
  if (window.fromMs <= 0) return `until ${formatClock(window.toMs)}`
  if (window.toMs > 1e15) return `from ${formatClock(window.fromMs)}`
  return `${formatClock(window.fromMs)} – ${formatClock(window.toMs)}`
}

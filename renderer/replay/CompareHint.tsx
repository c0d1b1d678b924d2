import { GitCompareArrows } from 'lucide-react'
import { Button } from '../ui/Button.tsx'
import { Kbd } from '../ui/Kbd.tsx'
import { safeText, shorten } from '../ui/safe-text.ts'
import styles from './CompareHint.module.css'
import { endComparison, useCompare } from './compare-state.ts'

/** While one side of a comparison waits for the other. */
export function CompareHint() {
  const { left, right } = useCompare()
  if (!left || right) return null
  return (
    <div className={styles['hint']} role="status">
      <GitCompareArrows aria-hidden />
      <p>
        Comparing <b>{shorten(safeText(left.label), 120)}</b>: choose another request and press <Kbd>d</Kbd>.
      </p>
      <Button size="small" onClick={endComparison}>
        Cancel
      </Button>
    </div>
  )
}

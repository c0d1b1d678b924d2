import { useState } from 'react'
import { useStore } from '../state/store.ts'
import { Button } from '../ui/Button.tsx'
import { formatShare } from '../ui/format.ts'
import { safeText } from '../ui/safe-text.ts'
import { TextInput } from '../ui/TextInput.tsx'
import styles from './CompareView.module.css'
import { Differences } from './Differences.tsx'
import type { Engine } from './engine/open-engine.ts'
import { nameOf, OtherPicker } from './OtherPicker.tsx'
import { useCompare } from './use-compare.ts'

export interface CompareViewProps {
  /** Of the exchange whose props are looked at. */
  readonly id: string
  readonly engine: Engine
  readonly chosen: number
  readonly onChoose: (node: number) => void
}

/** The props beside those of another exchange, of the same page or not. */
export function CompareView({ id, engine, chosen, onChoose }: CompareViewProps) {
  const [other, setOther] = useState<string | null>(null)
  const [ignore, setIgnore] = useState('')
  // Rows come and go: what is known of the chosen one may too.
  useStore(state => state.rowsVersion)
  const patterns = ignore.split(/[,\s]+/).filter(one => one !== '')
  const state = useCompare(engine, other, patterns)
  if (other === null) return <OtherPicker id={id} onPick={setOther} />
  return (
    <div className={styles['view']}>
      <div className={styles['head']}>
        <p>
          From <b>{nameOf(other)}</b> to this one
        </p>
        <Button size="small" onClick={() => setOther(null)}>
          Choose another
        </Button>
      </div>
      <div className={styles['ignore']}>
        <span aria-hidden="true">Ignore paths</span>
        <TextInput
          label="Paths to ignore"
          placeholder="*.updatedAt, session.**"
          value={ignore}
          onChange={event => setIgnore(event.target.value)}
        />
      </div>
      {state.kind === 'done' ? (
        state.is.ok ? (
          <Differences comparison={state.is.comparison} chosen={chosen} onChoose={onChoose} />
        ) : (
          <p className={styles['note']} role="alert">
            {safeText(state.is.why)}
          </p>
        )
      ) : state.kind === 'none' ? null : (
        <p className={styles['note']} role="status">
          {state.kind === 'reading' ? 'Reading the other props' : 'Comparing'}: {formatShare(state.done)} …
        </p>
      )}
    </div>
  )
}

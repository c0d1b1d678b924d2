import { Plus, X } from 'lucide-react'
import { Button } from '../ui/Button.tsx'
import { IconButton } from '../ui/IconButton.tsx'
import { TextInput } from '../ui/TextInput.tsx'
import styles from './Pairs.module.css'
import type { Pair } from './request-form.ts'

export interface PairsProps {
  readonly title: string
  /** What one of them is called: `header`. */
  readonly one: string
  readonly pairs: readonly Pair[]
  /** What is wrong with one of them; null where nothing is. */
  readonly problem: (at: number) => string | null
  readonly onSet: (at: number, pair: Pair) => void
  readonly onAdd: () => void
  readonly onDrop: (at: number) => void
}

/** Names and values that can be changed, added and taken out. They have no identity but their place. */
export function Pairs({ title, one, pairs, problem, onSet, onAdd, onDrop }: PairsProps) {
  return (
    <section className={styles['pairs']} aria-label={title}>
      <header className={styles['head']}>
        <h4>
          {title} <small>{pairs.length}</small>
        </h4>
        <Button size="small" variant="quiet" aria-label={`Add a ${one}`} onClick={onAdd}>
          <Plus aria-hidden /> Add
        </Button>
      </header>
      {pairs.map((pair, at) => {
        const wrong = problem(at)
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: a pair is its place, and names repeat
          <div key={at} className={styles['pair']}>
            <TextInput
              label={`Name of ${one} ${at + 1}`}
              aria-invalid={wrong !== null}
              value={pair.name}
              onChange={event => onSet(at, { ...pair, name: event.target.value })}
            />
            <TextInput
              label={pair.name === '' ? `Value of ${one} ${at + 1}` : `Value of ${pair.name}`}
              value={pair.value}
              onChange={event => onSet(at, { ...pair, value: event.target.value })}
            />
            <IconButton label={`Take out ${pair.name || `${one} ${at + 1}`}`} icon={<X />} onClick={() => onDrop(at)} />
            {wrong === null ? null : <p className={styles['wrong']}>{wrong}</p>}
          </div>
        )
      })}
    </section>
  )
}

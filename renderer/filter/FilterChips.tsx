import { changeFilter, useFilter } from '../state/filter-state.ts'
import { hasTerm, toggleTerm } from '../timeline/filter.ts'
import styles from '../ui/Chip.module.css'

const CHIPS = [
  { term: 'is:error', label: 'errors', title: 'Only what failed' },
  { term: 'is:slow', label: 'slow', title: 'Only calls of more than 500 ms' },
  { term: 'has:finding', label: 'findings', title: 'Only what a rule found something in' },
] as const

/** What is asked for often: a click writes it into the filter, or takes it out. */
export function FilterChips() {
  const text = useFilter(state => state.filter.text)
  return (
    <fieldset className={styles['chips']} aria-label="Common filters">
      {CHIPS.map(({ term, label, title }) => (
        <button
          key={term}
          type="button"
          className={styles['chip']}
          aria-pressed={hasTerm(text, term)}
          title={`${title} (${term})`}
          onClick={() => changeFilter({ text: toggleTerm(text, term) })}
        >
          {label}
        </button>
      ))}
    </fieldset>
  )
}

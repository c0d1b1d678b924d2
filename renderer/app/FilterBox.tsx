import { Search, X } from 'lucide-react'
import { useEffect, useState } from 'react'
import { setFilter, useFilter } from '../state/filter-state.ts'
import { Kbd } from '../ui/Kbd.tsx'
import styles from './FilterBox.module.css'

export const FILTER_ID = 'filter'
/** A filter over 100,000 rows takes longer than a key press should. */
const SETTLE_MS = 80

export function FilterBox() {
  const filter = useFilter(state => state.filter)
  const [text, setText] = useState(filter.text)
  // The filter is also reset from elsewhere.
  useEffect(() => setText(filter.text), [filter.text])
  useEffect(() => {
    const now = useFilter.getState().filter
    if (text === now.text) return
    const timer = setTimeout(() => setFilter({ ...useFilter.getState().filter, text }), SETTLE_MS)
    return () => clearTimeout(timer)
  }, [text])
  return (
    <div className={styles['box']}>
      <Search className={styles['icon']} aria-hidden />
      <input
        id={FILTER_ID}
        type="text"
        className={styles['input']}
        aria-label="Filter"
        placeholder="Filter by page, URL, status, outcome…"
        spellCheck={false}
        autoComplete="off"
        value={text}
        onChange={event => setText(event.target.value)}
        onKeyDown={event => {
          if (event.key !== 'Escape' && event.key !== 'Enter') return
          event.stopPropagation()
          if (event.key === 'Escape' && text !== '') setText('')
          else document.getElementById('timeline')?.focus()
        }}
      />
      {text === '' ? (
        <Kbd>/</Kbd>
      ) : (
        <button
          type="button"
          className={styles['clear']}
          aria-label="Reset the filter text"
          onClick={() => setText('')}
        >
          <X />
        </button>
      )}
    </div>
  )
}

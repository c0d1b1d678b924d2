import { Search, X } from 'lucide-react'
import { useEffect, useId, useMemo, useRef, useState } from 'react'
import { applyCompletion, type Completion, complete } from '../../shared/filter/complete.ts'
import { parseFilter } from '../../shared/filter/parse.ts'
import { changeFilter, useFilter } from '../state/filter-state.ts'
import { cx } from '../ui/cx.ts'
import { Kbd } from '../ui/Kbd.tsx'
import styles from './FilterBar.module.css'
import { knownValues } from './known-values.ts'
import { Marked } from './Marked.tsx'
import { SavedFilters } from './SavedFilters.tsx'
import { Suggestions } from './Suggestions.tsx'

export const FILTER_ID = 'filter'
/** A filter over 100,000 rows takes longer than a key press should. */
const SETTLE_MS = 80

/** The filter of the list: what stands there is coloured, completed and explained while it is typed. */
export function FilterBar() {
  const applied = useFilter(state => state.filter.text)
  const [text, setText] = useState(applied)
  const [caret, setCaret] = useState(0)
  const [open, setOpen] = useState(false)
  const [marked, setMarked] = useState(-1)
  const input = useRef<HTMLInputElement>(null)
  const listId = useId()
  // The filter is also changed from elsewhere.
  useEffect(() => setText(applied), [applied])
  useEffect(() => {
    if (text === useFilter.getState().filter.text) return
    const timer = setTimeout(() => changeFilter({ text }), SETTLE_MS)
    return () => clearTimeout(timer)
  }, [text])
  const parsed = useMemo(() => parseFilter(text), [text])
  const found = useMemo(() => (open ? complete(text, caret, knownValues) : null), [text, caret, open])
  const options = found?.options ?? []
  const at = Math.min(marked, options.length - 1)
  // What is being written at its end is not wrong yet.
  const problems = parsed.problems.filter(({ unfinished, to }) => !(unfinished && open && to === caret))

  const edit = (next: string, to: number) => {
    setText(next)
    setCaret(to)
    setMarked(-1)
    setOpen(true)
  }
  const choose = (option: Completion) => {
    if (!found) return
    const put = applyCompletion(text, found, option)
    edit(put.text, put.caret)
    input.current?.focus()
    // After React has written the value, which moves the caret to its end.
    requestAnimationFrame(() => input.current?.setSelectionRange(put.caret, put.caret))
  }
  const leave = () => {
    setOpen(false)
    changeFilter({ text })
    document.getElementById('timeline')?.focus()
  }
  const onKeyDown = (event: React.KeyboardEvent) => {
    const chosen = at >= 0 ? options[at] : undefined
    const move = (step: number) => setMarked((at + step + options.length + 1) % (options.length + 1 || 1))
    switch (event.key) {
      case 'ArrowDown':
        if (!open) setOpen(true)
        else setMarked(Math.min(at + 1, options.length - 1))
        break
      case 'ArrowUp':
        if (at < 0) return
        move(-1)
        if (at === 0) setMarked(-1)
        break
      case 'Tab': {
        const first = chosen ?? (text !== '' && !event.shiftKey && found && found.from < caret ? options[0] : undefined)
        if (!first) return
        choose(first)
        break
      }
      case 'Enter':
        if (chosen) choose(chosen)
        else leave()
        break
      case 'Escape':
        if (chosen) setMarked(-1)
        else if (text !== '') edit('', 0)
        else leave()
        break
      default:
        return
    }
    event.preventDefault()
    event.stopPropagation()
  }
  const follow = () => setCaret(input.current?.selectionStart ?? 0)
  return (
    <search
      className={styles['search']}
      onBlur={event => {
        if (!event.currentTarget.contains(event.relatedTarget)) setOpen(false)
      }}
    >
      <div className={cx(styles['box'], problems.length > 0 && styles['wrong'])}>
        <Search className={styles['icon']} aria-hidden />
        <div className={styles['field']}>
          <Marked text={text} filter={parsed} problems={problems} input={input} />
          <input
            ref={input}
            id={FILTER_ID}
            type="text"
            role="combobox"
            className={styles['input']}
            aria-label="Filter"
            aria-autocomplete="list"
            aria-expanded={open}
            aria-controls={open ? listId : undefined}
            aria-activedescendant={open && at >= 0 ? `${listId}-${at}` : undefined}
            aria-invalid={problems.length > 0 || undefined}
            aria-describedby={`${listId}-help`}
            placeholder="Filter, e.g. page:/product/[id] ms>200"
            spellCheck={false}
            autoComplete="off"
            autoCapitalize="off"
            value={text}
            onChange={event => edit(event.target.value, event.target.selectionStart ?? event.target.value.length)}
            onSelect={follow}
            onFocus={() => {
              follow()
              setOpen(true)
            }}
            onKeyDown={onKeyDown}
          />
        </div>
        {text === '' ? (
          <Kbd>/</Kbd>
        ) : (
          <button
            type="button"
            className={styles['clear']}
            aria-label="Reset the filter text"
            onClick={() => {
              edit('', 0)
              input.current?.focus()
            }}
          >
            <X />
          </button>
        )}
        <SavedFilters text={text} />
      </div>
      <Suggestions
        id={listId}
        open={open}
        options={options}
        at={at}
        filter={parsed}
        problems={problems}
        onChoose={choose}
        text={text}
      />
    </search>
  )
}

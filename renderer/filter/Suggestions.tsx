import { CircleAlert } from 'lucide-react'
import { useEffect, useRef } from 'react'
import type { Completion } from '../../shared/filter/complete.ts'
import type { Filter, FilterProblem } from '../../shared/filter/parse.ts'
import { filterWords } from '../../shared/filter/words.ts'
import { usePropSearch } from '../state/prop-search.ts'
import { formatCount } from '../ui/format.ts'
import { safeText, shorten } from '../ui/safe-text.ts'
import styles from './Suggestions.module.css'

export interface SuggestionsProps {
  readonly id: string
  readonly open: boolean
  readonly options: readonly Completion[]
  /** Index of the marked one; -1: none. */
  readonly at: number
  readonly text: string
  readonly filter: Filter
  readonly problems: readonly FilterProblem[]
  readonly onChoose: (option: Completion) => void
}

/** Below the filter: what could be written, what is written, and what is wrong with it. */
export function Suggestions({ id, open, options, at, text, filter, problems, onChoose }: SuggestionsProps) {
  const list = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (at >= 0) list.current?.children[at]?.scrollIntoView({ block: 'nearest' })
  }, [at])
  const words = filterWords(filter)
  const nothing = options.length === 0 && words.length === 0 && problems.length === 0
  return (
    <div className={styles['panel']} hidden={!open || nothing}>
      <div ref={list} id={id} role="listbox" aria-label="What could be written" className={styles['list']}>
        {options.map((option, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the input has the focus and handles the keys
          // biome-ignore lint/a11y/useFocusableInteractive: see above
          <div
            key={option.label}
            id={`${id}-${index}`}
            role="option"
            aria-selected={index === at}
            className={styles['option']}
            // The input keeps the focus.
            onMouseDown={event => event.preventDefault()}
            onClick={() => onChoose(option)}
          >
            <code>{safeText(shorten(option.label, 120))}</code>
            <span>{option.detail}</span>
          </div>
        ))}
      </div>
      <div id={`${id}-help`} className={styles['help']} aria-live="polite">
        {problems.map(problem => (
          <p key={`${problem.from}${problem.message}`} className={styles['problem']}>
            <CircleAlert aria-hidden />
            {safeText(shorten(problem.message, 300))}
          </p>
        ))}
        {words.map((sentence, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: two terms may say the same
          <p key={index}>
            <code>{safeText(shorten(filter.terms[index]?.text ?? '', 60))}</code> {safeText(shorten(sentence, 200))}
          </p>
        ))}
        <SearchWords />
        {text === '' ? (
          <p className={styles['hint']}>
            All terms must hold. <code>-</code> before one negates it, commas give alternatives, quotes keep spaces.
          </p>
        ) : null}
      </div>
    </div>
  )
}

/** How far the search in props is. */
function SearchWords() {
  const progress = usePropSearch(state => state.progress)
  if (progress === null) return null
  const unknown =
    progress.unknown === 0
      ? ''
      : ` ${formatCount(progress.unknown)} cannot be searched: not kept, not whole, or over 4 MB.`
  return (
    <p className={styles['hint']}>
      {progress.left === 0 ? 'All props are searched.' : `Searching the props of ${formatCount(progress.left)} more…`}
      {unknown}
    </p>
  )
}

import { CaseSensitive, ChevronDown, ChevronUp, Layers, Search, X } from 'lucide-react'
import { type KeyboardEvent, type RefObject, useEffect, useState } from 'react'
import { findEverywhere } from '../state/everywhere.ts'
import { formatCount, formatCountOf, formatShare } from '../ui/format.ts'
import { IconButton } from '../ui/IconButton.tsx'
import { safeText } from '../ui/safe-text.ts'
import { TextInput } from '../ui/TextInput.tsx'
import styles from './FindBar.module.css'
import type { Find, Finding } from './use-find.ts'

/** Typing that is not over begins no search, in ms. */
const TYPING = 150

export interface FindBarProps {
  readonly find: Find
  readonly input: RefObject<HTMLInputElement | null>
  /** Back to the tree. */
  readonly onLeave: () => void
}

/** The search box of a payload: text, a regular expression, or a path; how many were found, and the ways to them. */
export function FindBar({ find, input, onLeave }: FindBarProps) {
  const [box, setBox] = useState('')
  const [matchCase, setMatchCase] = useState(false)
  const [asked, setAsked] = useState('')
  const { finding, hit, start, stop, go } = find
  const wanted = `${matchCase} ${box}`
  const search = () => {
    setAsked(wanted)
    start(box, matchCase)
  }
  useEffect(() => {
    if (asked === wanted || (asked === '' && box === '')) return
    const timer = setTimeout(search, TYPING)
    return () => clearTimeout(timer)
  })
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter') {
      if (asked === wanted) go(event.shiftKey ? -1 : 1)
      else search()
    } else if (event.key === 'Escape') {
      if (box === '') onLeave()
      else setBox('')
    } else if (event.key === 'ArrowDown') onLeave()
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  const running = finding.kind === 'running'
  return (
    <search className={styles['bar']}>
      <Search className={styles['icon']} aria-hidden="true" />
      <TextInput
        ref={input}
        label="Find in these props"
        placeholder="Find text, /regular expression/ or path:items[*].price"
        className={styles['input']}
        value={box}
        onChange={event => setBox(event.target.value)}
        onKeyDown={onKeyDown}
        aria-invalid={finding.kind === 'refused' || undefined}
      />
      <span className={styles['count']} role="status">
        {wordsOf(finding, hit)}
      </span>
      {running ? <IconButton label="Stop the search" icon={<X />} onClick={stop} /> : null}
      <IconButton
        label="Find in all exchanges"
        hint="Find in the props of all captured exchanges"
        icon={<Layers />}
        onClick={() => void findEverywhere(box, matchCase)}
        disabled={box.trim() === ''}
      />
      <IconButton
        label="Match case"
        icon={<CaseSensitive />}
        aria-pressed={matchCase}
        onClick={() => setMatchCase(!matchCase)}
      />
      <IconButton label="Previous hit" hint="Previous hit (Shift Enter)" icon={<ChevronUp />} onClick={() => go(-1)} />
      <IconButton label="Next hit" hint="Next hit (Enter)" icon={<ChevronDown />} onClick={() => go(1)} />
    </search>
  )
}

function wordsOf(finding: Finding, hit: number | null): string {
  switch (finding.kind) {
    case 'none':
      return ''
    case 'refused':
      return safeText(finding.why)
    case 'running':
      return `${formatCountOf(finding.found.count, 'hit')} so far, ${formatShare(finding.found.done)} read`
    case 'done': {
      const { count, kept, end } = finding.end
      const which =
        count === 0
          ? 'Nothing found'
          : hit === null
            ? formatCountOf(count, 'hit')
            : `${formatCount(hit + 1)} of ${formatCount(count)}`
      const more = count > kept ? `, the first ${formatCount(kept)} can be gone to` : ''
      if (end === 'slow') return `${which}; ended: this expression takes too long here`
      return `${which}${more}${end === 'stopped' ? '; stopped' : ''}`
    }
  }
}

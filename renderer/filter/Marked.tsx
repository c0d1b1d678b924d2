import { type RefObject, useLayoutEffect, useRef } from 'react'
import type { Filter, FilterProblem } from '../../shared/filter/parse.ts'
import { tokenize } from '../../shared/filter/tokens.ts'
import { cx } from '../ui/cx.ts'
import styles from './FilterBar.module.css'

export interface MarkedProps {
  readonly text: string
  readonly filter: Filter
  readonly problems: readonly FilterProblem[]
  readonly input: RefObject<HTMLInputElement | null>
}

/** The text of the input once more, in colours, behind the input's own, which is transparent: an input cannot be coloured in parts. */
export function Marked({ text, problems, input }: MarkedProps) {
  const box = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => {
    const from = input.current
    if (!from) return
    const follow = () => {
      if (box.current) box.current.scrollLeft = from.scrollLeft
    }
    follow()
    from.addEventListener('scroll', follow)
    return () => from.removeEventListener('scroll', follow)
  }, [input])
  const parts = partsOf(text)
  return (
    <div ref={box} className={styles['marked']} aria-hidden>
      {parts.map(({ from, to, look }) => {
        const wrong = problems.some(problem => problem.from < to && from < problem.to)
        return (
          <span key={from} className={cx(look === null ? undefined : styles[look], wrong && styles['squiggle'])}>
            {text.slice(from, to)}
          </span>
        )
      })}
    </div>
  )
}

interface Part {
  readonly from: number
  readonly to: number
  readonly look: 'not' | 'name' | 'value' | null
}

function partsOf(text: string): readonly Part[] {
  const parts: Part[] = []
  let at = 0
  const put = (to: number, look: Part['look']) => {
    if (to > at) parts.push({ from: at, to, look })
    at = Math.max(at, to)
  }
  for (const token of tokenize(text)) {
    put(token.from, null)
    if (token.negated) put(token.from + 1, 'not')
    if (token.field) put(token.field.to + token.field.operator.length, 'name')
    put(token.to, token.field ? 'value' : null)
  }
  put(text.length, null)
  return parts
}

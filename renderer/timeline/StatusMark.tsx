import {
  Check,
  CircleDashed,
  CornerDownRight,
  Minus,
  Octagon,
  SearchX,
  ServerOff,
  TriangleAlert,
  Unplug,
  X,
} from 'lucide-react'
import { cx } from '../ui/cx.ts'
import type { RowStatus } from './row-status.ts'
import styles from './StatusMark.module.css'

const SHAPES = {
  running: CircleDashed,
  ok: Check,
  plain: Minus,
  warning: TriangleAlert,
  redirect: CornerDownRight,
  'not found': SearchX,
  refused: Octagon,
  error: X,
  aborted: Unplug,
  'no server': ServerOff,
  answered: Check,
} as const satisfies Record<RowStatus, unknown>

const TONES: Record<RowStatus, string> = {
  running: 'live',
  ok: 'ok',
  plain: 'quiet',
  warning: 'warn',
  redirect: 'quiet',
  'not found': 'warn',
  refused: 'warn',
  error: 'err',
  aborted: 'warn',
  'no server': 'warn',
  answered: 'quiet',
}

/** `plain` is an answer as good as any other: only its shape says that no call was made. */
const WORDS: Record<RowStatus, string> = {
  running: 'running',
  ok: 'ok',
  plain: 'no call',
  warning: 'warning',
  redirect: 'redirect',
  'not found': 'not found',
  refused: 'refused',
  error: 'error',
  aborted: 'aborted',
  'no server': 'no server',
  answered: 'answered',
}

/** How a request went: a shape, a word (hidden from sight where it is narrow, never from screen readers) and a colour. */
export function StatusMark({ status }: { readonly status: RowStatus }) {
  const Shape = SHAPES[status]
  const word = WORDS[status]
  return (
    <span className={cx(styles['mark'], styles[TONES[status]])} title={word}>
      <Shape className={styles['shape']} aria-hidden />
      <span className={styles['word']}>{word}</span>
    </span>
  )
}

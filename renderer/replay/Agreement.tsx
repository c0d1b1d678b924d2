import { CircleCheck, CircleHelp, GitCompareArrows } from 'lucide-react'
import type { PropsSpread, ReplayRun } from '../../shared/replay.ts'
import { formatCount, formatCountOf } from '../ui/format.ts'
import { safeText, shorten } from '../ui/safe-text.ts'
import styles from './Agreement.module.css'

const SHOWN = 12

/** Whether all of a run had the same props, and where they had not. */
export function Agreement({ run, props }: { readonly run: ReplayRun; readonly props: PropsSpread }) {
  const both = run.as === 'both'
  if (props.known < 2) {
    if (!both) return null
    return (
      <p className={styles['line']}>
        <CircleHelp aria-hidden /> The props of both were not seen, so nothing can be said of them.
      </p>
    )
  }
  if (props.variants === 1) {
    return (
      <p className={styles['agree']}>
        <CircleCheck aria-hidden />
        {both
          ? 'Document and data request have the same props.'
          : `All ${formatCount(props.known)} had the same props.`}
      </p>
    )
  }
  const some = props.paths.slice(0, SHOWN)
  return (
    <div className={styles['differ']}>
      <p className={styles['line']}>
        <GitCompareArrows aria-hidden />
        {both
          ? 'Document and data request have different props:'
          : `${formatCount(props.variants)} different props in ${formatCount(props.known)} answers. Not the same each time:`}
      </p>
      {some.length === 0 ? (
        <p className={styles['more']}>
          {props.truncated ? 'They are too large to be compared.' : 'Only paths that are ignored differ.'}
        </p>
      ) : (
        <ul className={styles['paths']}>
          {some.map(({ path, kind, runs }) => (
            <li key={`${kind} ${path}`}>
              <code>{path === '' ? 'the props themselves' : shorten(safeText(path), 160)}</code>
              <small>
                {kind}
                {both ? '' : `, in ${formatCountOf(runs, 'answer')}`}
              </small>
            </li>
          ))}
        </ul>
      )}
      {props.paths.length > SHOWN || props.truncated ? (
        <p className={styles['more']}>
          {props.paths.length > SHOWN ? `and ${formatCount(props.paths.length - SHOWN)} more paths` : ''}
          {props.truncated ? ' (not all of them were looked at)' : ''}
        </p>
      ) : null}
    </div>
  )
}

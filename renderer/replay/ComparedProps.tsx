import { CircleCheck } from 'lucide-react'
import { useId } from 'react'
import type { Difference } from '../../shared/json/compare/comparison.ts'
import { masked } from '../../shared/json/secrets.ts'
import type { Compared } from '../../shared/replay.ts'
import { Card } from '../details/parts/Card.tsx'
import { formatBytes, formatCount, formatCountOf } from '../ui/format.ts'
import { safeText, shorten } from '../ui/safe-text.ts'
import agreement from './Agreement.module.css'
import styles from './Compared.module.css'
import { useCompare } from './compare-state.ts'

const SHOWN = 60

export interface ComparedPropsProps {
  /** null: the rules are wrong, and nothing was compared. */
  readonly props: Compared['props'] | null
  readonly wrong: string | null
}

/** Where the props differ, and the rules for what does not count. */
export function ComparedProps({ props, wrong }: ComparedPropsProps) {
  if (props?.kind === 'none') return null
  return (
    <Card
      title="Props"
      aside={
        props?.kind === 'compared'
          ? `${formatBytes(props.comparison.bytes.before)}, then ${formatBytes(props.comparison.bytes.after)}`
          : undefined
      }
    >
      {props === null ? null : props.kind === 'unknown' ? (
        <p className={styles['same']}>{safeText(props.why)}</p>
      ) : (
        <Differences comparison={props.comparison} />
      )}
      <Rules wrong={wrong} />
    </Card>
  )
}

function Differences({ comparison }: Pick<Extract<Compared['props'], { kind: 'compared' }>, 'comparison'>) {
  const { differences, counts, ignored, cut } = comparison
  const all = counts.added + counts.removed + counts.changed + counts.moved
  const left = ignored === 0 ? '' : ` ${formatCountOf(ignored, 'difference')} under the rules below.`
  if (all === 0) {
    return (
      <p className={agreement['agree']}>
        <CircleCheck aria-hidden /> The same.{left}
      </p>
    )
  }
  const some = differences.slice(0, SHOWN)
  return (
    <>
      <ul className={styles['list']}>
        {some.map((one, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the list is made anew as a whole
          <Line key={at} difference={one} />
        ))}
      </ul>
      {all > some.length || cut || left !== '' ? (
        <p className={styles['same']}>
          {all > some.length ? `${formatCount(all - some.length)} more.` : ''}
          {left}
        </p>
      ) : null}
    </>
  )
}

function Line({ difference }: { readonly difference: Difference }) {
  const { kind } = difference
  const before = 'before' in difference ? difference.before : null
  const after = 'after' in difference ? difference.after : null
  const path = (after ?? before)?.path ?? ''
  const value = (text: string) => shorten(safeText(masked(text)), 200)
  return (
    <li className={styles['difference']}>
      <span className={styles['kind']} data-kind={kind}>
        {kind}
      </span>
      <code className={styles['path']}>{path === '' ? 'the props themselves' : shorten(safeText(path), 300)}</code>
      <div className={styles['values']}>
        {kind === 'moved' && before && after ? (
          <>
            <b>from</b>
            <span>{shorten(safeText(before.path), 200)}</span>
          </>
        ) : (
          <>
            {before ? (
              <>
                <b>A</b>
                <span>{value(before.preview)}</span>
              </>
            ) : null}
            {after ? (
              <>
                <b>B</b>
                <span>{value(after.preview)}</span>
              </>
            ) : null}
          </>
        )}
      </div>
    </li>
  )
}

function Rules({ wrong }: { readonly wrong: string | null }) {
  const ignore = useCompare(state => state.ignore)
  const id = useId()
  return (
    <div className={styles['rules']}>
      <label htmlFor={id}>Do not count, one path a line: list[*].at, or *.updatedAt at any depth</label>
      <textarea
        id={id}
        rows={Math.max(2, ignore.split('\n').length)}
        spellCheck={false}
        aria-invalid={wrong !== null}
        value={ignore}
        onChange={event => useCompare.setState({ ignore: event.target.value })}
        onKeyDown={event => event.key === 'Escape' && event.currentTarget.blur()}
      />
      {wrong === null ? null : (
        <p className={styles['wrong']} role="status">
          {safeText(wrong)}
        </p>
      )}
    </div>
  )
}

import type { Comparison, Difference, Side } from '../../shared/json/compare/comparison.ts'
import { isSame } from '../../shared/json/compare/comparison.ts'
import { masked } from '../../shared/json/secrets.ts'
import { assertNever } from '../../shared/units.ts'
import { cx } from '../ui/cx.ts'
import { formatBytes, formatCount, formatCountOf } from '../ui/format.ts'
import { safeText, shorten } from '../ui/safe-text.ts'
import styles from './Differences.module.css'

export interface DifferencesProps {
  readonly comparison: Comparison
  readonly chosen: number
  readonly onChoose: (node: number) => void
}

/** What differs between two payloads, and their sizes side by side. */
export function Differences({ comparison, chosen, onChoose }: DifferencesProps) {
  const { counts, ignored, bytes, top, differences, cut } = comparison
  return (
    <div className={styles['view']}>
      <p className={styles['counts']} role="status">
        {isSame(comparison) ? (
          <b>Nothing differs</b>
        ) : (
          (['added', 'removed', 'changed', 'moved'] as const).map(kind => (
            <span key={kind} className={cx(styles['count'], styles[kind])}>
              {formatCount(counts[kind])} {kind}
            </span>
          ))
        )}
        {ignored > 0 ? <span>{formatCountOf(ignored, 'ignored difference')}</span> : null}
        <span className={styles['total']}>
          {formatBytes(bytes.before)} → {formatBytes(bytes.after)} ({change(bytes.before, bytes.after)})
        </span>
      </p>
      <ul aria-label="Differences">
        {differences.map(one => (
          <Line key={keyOf(one)} one={one} chosen={chosen} onChoose={onChoose} />
        ))}
      </ul>
      {cut ? <p className={styles['note']}>The first {formatCount(differences.length)} are listed.</p> : null}
      <table className={styles['sizes']}>
        <caption>Sizes side by side</caption>
        <thead>
          <tr>
            <th scope="col">Key</th>
            <th scope="col">Other</th>
            <th scope="col">This one</th>
            <th scope="col">Change</th>
          </tr>
        </thead>
        <tbody>
          {top.map(({ key, before, after }) => (
            <tr key={key}>
              <th scope="row">{safeText(shorten(key, 80))}</th>
              <td>{formatBytes(before)}</td>
              <td>{formatBytes(after)}</td>
              <td>{change(before ?? 0, after ?? 0)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

const change = (before: number, after: number): string =>
  after === before ? 'same' : `${after > before ? '+' : '−'}${formatBytes(Math.abs(after - before))}`

const keyOf = (one: Difference): string =>
  `${one.kind} ${'before' in one ? one.before.node : ''} ${'after' in one ? one.after.node : ''}`

const SIGNS = { added: '+', removed: '−', changed: '~', moved: '→' } as const

interface LineProps {
  readonly one: Difference
  readonly chosen: number
  readonly onChoose: (node: number) => void
}

function Line({ one, chosen, onChoose }: LineProps) {
  const here = 'after' in one ? one.after : null
  return (
    <li>
      <button
        type="button"
        className={cx(styles['line'], styles[one.kind])}
        aria-pressed={here !== null && here.node === chosen}
        disabled={here === null}
        onClick={() => here && onChoose(here.node)}
      >
        <i title={one.kind}>{SIGNS[one.kind]}</i>
        <Words one={one} />
      </button>
    </li>
  )
}

function Words({ one }: { readonly one: Difference }) {
  switch (one.kind) {
    case 'added':
      return <Value side={one.after} />
    case 'removed':
      return <Value side={one.before} />
    case 'changed':
      return (
        <>
          <Path side={one.after} />
          <span className={styles['values']}>
            <s>{safeText(masked(one.before.preview))}</s> → {safeText(masked(one.after.preview))}
          </span>
          <small>{change(one.before.bytes, one.after.bytes)}</small>
        </>
      )
    case 'moved':
      return (
        <>
          <code>
            {safeText(shorten(one.before.path, 120))} → {safeText(shorten(one.after.path, 120))}
          </code>
          <small>{formatBytes(one.after.bytes)}</small>
        </>
      )
    default:
      return assertNever(one)
  }
}

function Value({ side }: { readonly side: Side }) {
  return (
    <>
      <Path side={side} />
      <span className={styles['values']}>{safeText(masked(side.preview))}</span>
      <small>{formatBytes(side.bytes)}</small>
    </>
  )
}

const Path = ({ side }: { readonly side: Side }) => (
  <code>{side.path === '' ? 'props' : safeText(shorten(side.path, 160))}</code>
)

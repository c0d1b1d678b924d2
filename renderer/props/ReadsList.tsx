import type { PropsReading, ReadPath, RecordedReads } from '../../shared/props-reading.ts'
import { SourcePlace } from '../details/stack/SourcePlace.tsx'
import { formatBytes, formatCount, formatCountOf, formatShare } from '../ui/format.ts'
import { safeText, shorten } from '../ui/safe-text.ts'
import { Meter } from './Meter.tsx'
import styles from './ReadsList.module.css'
import { READS } from './TreeLine.tsx'

export interface ReadsListProps {
  readonly recorded: RecordedReads
  /** Of the server that rendered. */
  readonly origin: string
  /** Shows a path in the tree; null where there is none beside it. */
  readonly onChoose: ((path: string) => void) | null
}

/** Which props the render never read, largest first, and exactly what that says. */
export function ReadsList({ recorded, origin, onChoose }: ReadsListProps) {
  const { reading, why, notes } = recorded
  return (
    <div className={styles['reads']}>
      {reading === null ? <p className={styles['why']}>{safeText(why ?? '')}</p> : <Sum reading={reading} />}
      {notes.map(note => (
        <p key={note} className={styles['fine']}>
          {safeText(note)}
        </p>
      ))}
      {reading === null ? null : <Paths reading={reading} onChoose={onChoose} />}
      {reading === null || reading.whole.length === 0 ? null : <Whole reading={reading} origin={origin} />}
    </div>
  )
}

function Sum({ reading }: { readonly reading: PropsReading }) {
  const { bytes, unreadBytes, lookedAtBytes, notWatchedBytes, unknownBytes } = reading
  const share = (part: number) => part / Math.max(1, bytes)
  const others = [
    lookedAtBytes > 0 ? `${formatBytes(lookedAtBytes)} lie in values that were only looked at` : null,
    notWatchedBytes > 0 ? `${formatBytes(notWatchedBytes)} could not be watched` : null,
    unknownBytes > 0 ? `of ${formatBytes(unknownBytes)} it is not known` : null,
  ].filter(words => words !== null)
  return (
    <div className={styles['sum']}>
      <p>
        <b>
          {formatBytes(unreadBytes)} of {formatBytes(bytes)}
        </b>{' '}
        ({formatShare(share(unreadBytes))}) never read while the server rendered this request
        {others.length > 0 ? `; ${others.join(', ')}` : ''}.
      </p>
      <span className={styles['bar']} aria-hidden="true">
        <i className={styles['unread']} style={{ width: `${share(unreadBytes) * 100}%` }} />
        <i className={styles['looked']} style={{ width: `${share(lookedAtBytes) * 100}%` }} />
      </span>
      <p className={styles['fine']}>
        May not be removable: event handlers, effects and later renders in the browser may read it all the same. What a
        custom _document reads is not watched. A render that is watched takes longer: its times say nothing of others.
      </p>
    </div>
  )
}

function Paths({ reading, onChoose }: { readonly reading: PropsReading } & Pick<ReadsListProps, 'onChoose'>) {
  const { paths, pathsLeftOut, bytes } = reading
  if (paths.length === 0) return <p className={styles['fine']}>Every value of the props was read.</p>
  return (
    <>
      <ul className={styles['paths']} aria-label="Not read, largest first">
        {paths.map(one => (
          <li key={`${one.state} ${one.path}`}>
            {onChoose === null ? (
              <div className={styles['path']}>
                <Path one={one} whole={bytes} />
              </div>
            ) : (
              <button type="button" className={styles['path']} onClick={() => onChoose(one.example)}>
                <Path one={one} whole={bytes} />
              </button>
            )}
          </li>
        ))}
      </ul>
      {pathsLeftOut > 0 ? (
        <p className={styles['fine']}>and {formatCountOf(pathsLeftOut, 'more path')} of fewer bytes each.</p>
      ) : null}
    </>
  )
}

function Path({ one, whole }: { readonly one: ReadPath; readonly whole: number }) {
  const { path, state, bytes, count, of } = one
  const share = bytes / Math.max(1, whole)
  return (
    <>
      <code>{safeText(shorten(path === '' ? 'props' : path, 200))}</code>
      <b>{formatBytes(bytes)}</b>
      <Meter share={share} title={`${formatShare(share)} of the props`} />
      <small className={styles['state']}>
        {READS[state]}
        {of > 1 ? `, ${count === of ? `all ${formatCount(of)}` : `${formatCount(count)} of ${formatCount(of)}`}` : ''}
      </small>
      <small className={styles['share']}>{formatShare(share)} of the props</small>
    </>
  )
}

function Whole({ reading, origin }: { readonly reading: PropsReading; readonly origin: string }) {
  return (
    <section className={styles['whole']} aria-label="Read whole">
      <h4>Read whole, by one function</h4>
      <ul>
        {reading.whole.map(({ path, count, by, place }) => (
          <li key={`${path} ${by} ${place?.file} ${place?.line}`}>
            <code>{safeText(shorten(path === '' ? 'props' : path, 200))}</code> by {safeText(by)}
            {count > 1 ? `, ${formatCountOf(count, 'time')}` : ''}
            {place === null ? null : <SourcePlace place={place} origin={origin} />}
          </li>
        ))}
      </ul>
    </section>
  )
}

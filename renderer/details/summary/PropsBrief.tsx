import type { ReactNode } from 'react'
import type { Exchange } from '../../../shared/exchange.ts'
import { Meter } from '../../props/Meter.tsx'
import { formatBytes, formatCountOf, formatShare } from '../../ui/format.ts'
import { safeText, shorten } from '../../ui/safe-text.ts'
import { Card } from '../parts/Card.tsx'
import styles from './PropsBrief.module.css'

const SHOWN = 6

/** The largest keys at the top level. */
export function PropsBrief({
  props,
  children,
}: {
  readonly props: NonNullable<Exchange['props']>
  readonly children: ReactNode
}) {
  const total = props.bytes ?? props.keys.reduce((sum, key) => sum + key.bytes, 0)
  const rest = props.keys.slice(SHOWN)
  return (
    <Card
      title="Props"
      aside={
        <>
          {props.bytes === null ? 'size not known' : formatCountOf(props.bytes, 'byte')},{' '}
          {formatCountOf(props.keys.length, 'key')}
          {children}
        </>
      }
    >
      <ul className={styles['keys']}>
        {props.keys.slice(0, SHOWN).map(({ path, bytes }) => (
          <li key={path}>
            <code>{path === '' ? '""' : safeText(shorten(path, 200))}</code>
            <span>{formatBytes(bytes)}</span>
            <Meter
              share={bytes / Math.max(1, total)}
              title={`${formatShare(bytes / Math.max(1, total))} of the props`}
            />
          </li>
        ))}
      </ul>
      {rest.length === 0 ? null : (
        <p className={styles['rest']}>
          and {formatCountOf(rest.length, 'smaller key')}, {formatBytes(rest.reduce((sum, key) => sum + key.bytes, 0))}{' '}
          together
        </p>
      )}
    </Card>
  )
}

import { ArrowUpRight, CircleX } from 'lucide-react'
import type { ReactNode } from 'react'
import type { ReplaySample } from '../../shared/replay.ts'
import { Button } from '../ui/Button.tsx'
import { formatBytes, formatMs } from '../ui/format.ts'
import { safeText } from '../ui/safe-text.ts'
import styles from './SampleLine.module.css'

export interface SampleLineProps {
  readonly sample: ReplaySample
  readonly label: string | null
  /** null: it is no row of the timeline. */
  readonly onOpen: (() => void) | null
}

/** One answer in figures. */
export function SampleLine({ sample, label, onOpen }: SampleLineProps) {
  if (sample.error !== null) {
    return (
      <li className={styles['failed']}>
        <CircleX aria-hidden /> {label === null ? '' : `${label}: `}
        {safeText(sample.error)}
      </li>
    )
  }
  const sending = sample.status === null
  return (
    <li className={styles['line']}>
      {label === null ? null : <b className={styles['label']}>{label}</b>}
      {sending ? <span className={styles['waiting']}>waiting for the answer …</span> : <b>{sample.status}</b>}
      {sending ? null : (
        <>
          <Figure name="call">{formatMs(sample.callMs)}</Figure>
          <Figure name="first byte">{formatMs(sample.ttfbMs)}</Figure>
          <Figure name="all">{formatMs(sample.totalMs)}</Figure>
          <Figure name="as sent">{formatBytes(sample.bytes)}</Figure>
        </>
      )}
      {onOpen === null ? null : (
        <Button size="small" variant="quiet" className={styles['open']} onClick={onOpen}>
          Open <ArrowUpRight aria-hidden />
        </Button>
      )}
    </li>
  )
}

function Figure({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <span className={styles['figure']}>
      {children} <small>{name}</small>
    </span>
  )
}

import { CircleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import { flushSync } from 'react-dom'
import { createRoot } from 'react-dom/client'
import { ReasonIcon } from '../../reason/ReasonIcon.tsx'
import { REASONS, type ReasonName } from '../../reason/reason-words.ts'
import { SourceMark } from '../../source/SourceMark.tsx'
import { Badge } from '../../ui/Badge.tsx'
import columns from '../columns.module.css'
import { KINDS, kindLabel } from '../filter.ts'
import styles from '../Row.module.css'
import { ROW_STATUSES } from '../row-status.ts'
import { StatusMark } from '../StatusMark.tsx'

/** Every icon and badge that rows show, drawn once by React; rows take copies. */
const STAMPS: Readonly<Record<string, ReactNode>> = {
  ...Object.fromEntries(ROW_STATUSES.map(status => [`status:${status}`, <StatusMark key={status} status={status} />])),
  ...Object.fromEntries(KINDS.map(kind => [`kind:${kind}`, <Badge key={kind}>{kindLabel(kind)}</Badge>])),
  'kind:replay': <Badge tone="accent">replay</Badge>,
  ...Object.fromEntries(
    (Object.keys(REASONS) as ReasonName[]).map(name => [`reason:${name}`, <ReasonIcon key={name} name={name} />]),
  ),
  ...Object.fromEntries(
    (['agent', 'tap', 'both'] as const).map(source => [
      `source:${source}`,
      <SourceMark key={source} source={source} wordClass={columns['word']} />,
    ]),
  ),
  stale: <Badge tone="warn">stale tab</Badge>,
  badge: <Badge>x</Badge>,
  fold: <Badge tone="accent">x</Badge>,
  gap: (
    <span title="Incomplete: something of it was not captured or could not be read">
      <CircleAlert className={styles['gap']} aria-label="incomplete" role="img" />{' '}
    </span>
  ),
}

export const STAMP_NAMES: readonly string[] = Object.keys(STAMPS)

const drawn = new Map<string, Element>()

/** Draws them; call once, before rows are shown and outside of any rendering. */
export function startStamps(): void {
  const holder = document.createElement('div')
  const root = createRoot(holder)
  flushSync(() =>
    root.render(
      STAMP_NAMES.map(name => (
        <div key={name} data-name={name}>
          {STAMPS[name]}
        </div>
      )),
    ),
  )
  for (const child of holder.children) {
    const first = child.firstElementChild
    if (first) drawn.set((child as HTMLElement).dataset['name'] ?? '', first.cloneNode(true) as Element)
  }
  root.unmount()
}

/** A copy; null where there is no such stamp. */
export function stamp(name: string): Element | null {
  return (drawn.get(name)?.cloneNode(true) as Element | undefined) ?? null
}

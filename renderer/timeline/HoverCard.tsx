import { type RefObject, useEffect, useState } from 'react'
import type { ExchangeSummary } from '../../shared/exchange.ts'
import { propsNotKept } from '../source/not-kept.ts'
import { feed } from '../state/backend.ts'
import { formatBytes, formatClock, formatCountOf, formatMs } from '../ui/format.ts'
import { safeText, shorten } from '../ui/safe-text.ts'
import barStyles from './Bar.module.css'
import styles from './HoverCard.module.css'
import { displayUrl } from './texts.ts'

/** The pointer rests this long before the card comes, in ms. */
const PATIENCE_MS = 350
const WIDTH = 300

interface Place {
  readonly id: string
  readonly x: number
  readonly y: number
}

/** What the bar under the pointer says in numbers. The details pane has all of it for the keyboard and for screen readers. */
export function HoverCard({ scroller }: { readonly scroller: RefObject<HTMLElement | null> }) {
  const [place, setPlace] = useState<Place | null>(null)
  useEffect(() => {
    const element = scroller.current
    if (!element) return
    let timer: ReturnType<typeof setTimeout> | null = null
    const hide = () => {
      if (timer) clearTimeout(timer)
      timer = null
      setPlace(null)
    }
    const move = (event: PointerEvent) => {
      hide()
      const target = event.target instanceof Element ? event.target : null
      const id = target?.closest('[data-cell="bars"]')?.closest<HTMLElement>('[data-id]')?.dataset['id']
      if (id === undefined || event.buttons !== 0) return
      timer = setTimeout(() => setPlace({ id, x: event.clientX, y: event.clientY }), PATIENCE_MS)
    }
    element.addEventListener('pointermove', move)
    element.addEventListener('pointerleave', hide)
    element.addEventListener('scroll', hide, { passive: true })
    return () => {
      hide()
      element.removeEventListener('pointermove', move)
      element.removeEventListener('pointerleave', hide)
      element.removeEventListener('scroll', hide)
    }
  }, [scroller])
  const row = place && feed.all.get(place.id)
  if (!place || !row) return null
  const left = Math.max(8, Math.min(place.x + 12, window.innerWidth - WIDTH - 12))
  const above = place.y > window.innerHeight * 0.6
  return (
    <div
      className={styles['card']}
      style={above ? { left, bottom: window.innerHeight - place.y + 14 } : { left, top: place.y + 16 }}
      aria-hidden
    >
      <Facts row={row} />
    </div>
  )
}

function Facts({ row }: { readonly row: ExchangeSummary }) {
  const ended = row.durationMs === null ? null : formatClock(row.startedAt + row.durationMs, true)
  const props = row.propsBytes === null ? propsNotKept(row) : formatBytes(row.propsBytes)
  return (
    <>
      <p className={styles['address']}>{safeText(shorten(displayUrl(row), 120))}</p>
      <dl className={styles['facts']}>
        <dt>Time</dt>
        <dd>
          {formatClock(row.startedAt, true)} {ended === null ? '' : `– ${ended}`}
        </dd>
        {row.phases.map((phase, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: phases have no identity
          <Phase key={index} {...phase} />
        ))}
        {row.upstream.length === 0 ? null : (
          <>
            <dt>
              <i className={styles['upstream']} /> upstream
            </dt>
            <dd>{formatCountOf(row.upstream.length, 'call')}</dd>
          </>
        )}
        <dt>Whole request</dt>
        <dd>{row.durationMs === null ? 'still running' : formatMs(row.durationMs)}</dd>
        {props === null ? null : (
          <>
            <dt>Props</dt>
            <dd>{props}</dd>
          </>
        )}
      </dl>
      {row.rules.length === 0 ? null : <p className={styles['rules']}>{safeText(row.rules.join(', '))}</p>}
      {row.aborted ? <p className={styles['rules']}>the client went away</p> : null}
    </>
  )
}

function Phase({ name, startMs, durationMs }: ExchangeSummary['phases'][number]) {
  return (
    <>
      <dt>
        <i className={barStyles[name]} /> {name}
      </dt>
      <dd>
        {formatMs(durationMs)} <span>after {formatMs(startMs)}</span>
      </dd>
    </>
  )
}

import { create } from 'zustand'
import { formatClock } from '../../ui/format.ts'
import type { TimeWindow } from '../filter.ts'
import { roundStep } from './bins.ts'

/** What the overview shows; null: the whole session, as it grows. */
export const useTimeView = create<{ readonly view: TimeWindow | null }>()(() => ({ view: null }))

/** Less than this cannot be told apart, in ms. */
const LEAST_MS = 20
const LABEL_PX = 110

/** The view with `factor` of its length, in which `atMs` stays where it is; null: that is the whole. */
export function zoomed(view: TimeWindow, whole: TimeWindow, atMs: number, factor: number): TimeWindow | null {
  const span = view.toMs - view.fromMs
  const next = Math.max(LEAST_MS, span * factor)
  if (next >= whole.toMs - whole.fromMs) return null
  const share = span <= 0 ? 0.5 : (atMs - view.fromMs) / span
  return panned({ fromMs: atMs - share * next, toMs: atMs + (1 - share) * next }, whole, 0)
}

/** Moved by `byMs`, as far as the session goes. */
export function panned(view: TimeWindow, whole: TimeWindow, byMs: number): TimeWindow {
  const span = view.toMs - view.fromMs
  const fromMs = Math.max(whole.fromMs, Math.min(view.fromMs + byMs, whole.toMs - span))
  return { fromMs, toMs: fromMs + span }
}

export interface RulerTicks {
  readonly stepMs: number
  readonly ticks: readonly number[]
}

/** Round local times, as many as there is room for. */
export function rulerTicks({ fromMs, toMs }: TimeWindow, width: number): RulerTicks {
  const stepMs = roundStep(toMs - fromMs, Math.max(1, Math.floor(width / LABEL_PX)))
  // Days and hours begin at local times, not at those of UTC.
  const shift = new Date(fromMs).getTimezoneOffset() * 60_000
  const ticks: number[] = []
  for (let at = Math.ceil((fromMs - shift) / stepMs) * stepMs + shift; at < toMs; at += stepMs) ticks.push(at)
  return { stepMs, ticks }
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** `14:02:08.120`, `14:02:08`, `14:02`, and at midnight the day. */
export function tickWords(epochMs: number, stepMs: number): string {
  const date = new Date(epochMs)
  const isMidnight = date.getHours() === 0 && date.getMinutes() === 0 && date.getSeconds() === 0
  if (isMidnight && stepMs >= 60_000) return `${date.getDate()} ${MONTHS[date.getMonth()]}`
  if (stepMs < 1000) return formatClock(epochMs, true)
  return stepMs < 60_000 ? formatClock(epochMs) : formatClock(epochMs).slice(0, 5)
}

import { useMemo } from 'react'
import { useRows } from '../state/rows-hooks.ts'
import type { ShownRows } from '../state/shown-rows.ts'
import { useThrottled } from '../ui/use-throttled.ts'
import { type Axis, fittingLength, makeAxis } from './scale.ts'

const TICKS = 3
/** The axis of a list in which nothing has ended. */
const BEFORE_ANY_MS = 100
/** A scale that changes more often than this cannot be read. */
const RENEW_MS = 300
/** Of so many rows what comes in a second moves nothing, and looking at all of them costs. */
const MANY = 20_000
const RENEW_MANY_MS = 1500

/** The axis of the rows that are shown. The same object until its length changes, so that rows need not be drawn again. */
export function useAxis(): Axis {
  const { shown, version } = useRows()
  const seen = useThrottled(version, shown.length > MANY ? RENEW_MANY_MS : RENEW_MS)
  const maxMs = useMemo(
    // The rows are changed in place: `seen` is what tells.
    () => (seen < 0 ? 0 : makeAxis(lengthOf(shown) || BEFORE_ANY_MS, TICKS).maxMs),
    [shown, seen],
  )
  return useMemo(() => makeAxis(maxMs, TICKS), [maxMs])
}

function lengthOf(rows: ShownRows): number {
  return fittingLength(visit =>
    rows.forEach(row => {
      if (row.durationMs !== null) visit(row.durationMs)
    }),
  )
}

import '../../../../renderer/state/jitless.ts'
import { sortRows } from '../../../../renderer/state/order.ts'
import { SortedRows } from '../../../../renderer/state/rows.ts'
import { ShownRows } from '../../../../renderer/state/shown-rows.ts'
import { FIRST_FILTER, makeTest } from '../../../../renderer/timeline/filter.ts'
import { drawOverview } from '../../../../renderer/timeline/overview/draw.ts'
import { MarkMaker } from '../../../../renderer/timeline/overview/marks.ts'
import { COLUMNS } from '../../../../renderer/timeline/rows/columns.ts'
import type { ExchangeSummary } from '../../../../shared/exchange.ts'

const FILTERS = [
  'ms>200',
  'page:/product/[id] -kind:prefetch',
  'status:5xx',
  'cache:no-store props>10kB',
  'lamp',
  'nothing has this',
  'is:slow',
  'error:cannot',
]
const ZOOMS = [1, 0.5, 0.1, 0.01, 0.001]

/** The longest of some runs, in ms, after one to warm up. */
function longest(run: () => void, times = 5): number {
  run()
  let most = 0
  for (let index = 0; index < times; index++) {
    const from = performance.now()
    run()
    most = Math.max(most, performance.now() - from)
  }
  return most
}

/** Runs what the window does with all rows, over these; times in ms. */
export function measure(rows: readonly ExchangeSummary[]) {
  const all = new SortedRows()
  for (const row of rows) all.put(row)
  const shown = new ShownRows()
  const filters = FILTERS.map(text => longest(() => shown.refill(all, makeTest({ ...FIRST_FILTER, text }))))
  shown.refill(all, makeTest(FIRST_FILTER))
  const every = [...all]
  const sorts = COLUMNS.flatMap(({ sortBy }) =>
    sortBy ? [longest(() => sortRows(every, { key: sortBy, down: true }), 3)] : [],
  )
  const maker = new MarkMaker()
  const marking = longest(() => maker.make(all, shown))
  const marks = maker.make(all, shown)
  const canvas = document.createElement('canvas')
  document.body.append(canvas)
  const span = marks.lastMs - marks.firstMs
  const draws = ZOOMS.map(zoom => {
    const middle = marks.firstMs + span * 0.5
    const view = { fromMs: middle - (span * zoom) / 2, toMs: middle + (span * zoom) / 2 }
    return longest(() => drawOverview(canvas, 1416, { marks, view, window: view }), 10)
  })
  return { filter: Math.max(...filters), sort: Math.max(...sorts), marking, draw: Math.max(...draws) }
}

Reflect.set(globalThis, 'measure', measure)

import { expect, it } from 'vitest'
import { anExchange } from '../../../shared/an-exchange.ts'
import { waterfallOf } from './waterfall.ts'

it('puts phases on the axis of the whole request, by their start', () => {
  const { bars, totalMs } = waterfallOf(
    {
      durationMs: 200,
      call: null,
      phases: [
        { name: 'render', startMs: 150, durationMs: 50 },
        { name: 'compile', startMs: 0, durationMs: 100 },
      ],
    },
    0,
  )
  expect(totalMs).toBe(200)
  expect(bars.map(({ name, left, width }) => [name, left, width])).toEqual([
    ['compile', 0, 0.5],
    ['render', 0.75, 0.25],
  ])
})

it('lets a call that runs reach until now', () => {
  const { call } = anExchange()
  const { bars, totalMs } = waterfallOf(
    { durationMs: null, phases: [], call: call && { ...call, durationMs: null } },
    360.4,
  )
  expect(totalMs).toBe(360.4)
  expect(bars).toEqual([{ name: 'getServerSideProps', startMs: 180.2, durationMs: null, left: 0.5, width: 0.5 }])
})

it('makes room where a phase ends after the request (a client that went away)', () => {
  const { bars, totalMs } = waterfallOf(
    { durationMs: 10, call: null, phases: [{ name: 'send', startMs: 5, durationMs: 15 }] },
    0,
  )
  expect(totalMs).toBe(20)
  expect(bars[0]).toMatchObject({ left: 0.25, width: 0.75 })
})

it('keeps what starts before the request on the axis', () => {
  const { bars } = waterfallOf(
    { durationMs: 10, call: null, phases: [{ name: 'compile', startMs: -2, durationMs: 7 }] },
    0,
  )
  expect(bars[0]).toMatchObject({ startMs: -2, left: 0, width: 0.5 })
})

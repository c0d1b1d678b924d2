import { expect, it } from 'vitest'
import { epochMs } from '../../shared/units.ts'
import { type Replays, replayOf, takeReplay } from './replays.ts'

const mark = (index: number) => ({ of: 'x', run: 'r', index })
function sent(replays: Replays, port: number, ordinal: number, index: number, at = 1000): void {
  takeReplay(replays, { kind: 'replay-sent', over: 'server', port, ordinal, at: epochMs(at), mark: mark(index) })
}
const over = (replays: Replays, port: number, ordinal: number, at: number) =>
  takeReplay(replays, { kind: 'replay-over', over: 'server', port, ordinal, at: epochMs(at) })

it('finds a request of ours by its port and its place on that connection, once', () => {
  const replays: Replays = new Map()
  sent(replays, 50_001, 0, 0)
  sent(replays, 50_001, 1, 1)
  sent(replays, 50_002, 0, 2)
  expect(replayOf(replays, 'server', 50_001, 1, epochMs(1001))).toEqual(mark(1))
  expect(replayOf(replays, 'server', 50_002, 0, epochMs(1001))).toEqual(mark(2))
  expect(replayOf(replays, 'server', 50_002, 0, epochMs(1001))).toBeNull()
  expect(replayOf(replays, 'tap', 50_001, 0, epochMs(1001))).toBeNull()
  expect(replayOf(replays, 'server', 50_009, 0, epochMs(1001))).toBeNull()
  expect(replayOf(replays, 'server', null, 0, epochMs(1001))).toBeNull()
})

it('takes nobody else’s request on a port that is used again for ours', () => {
  const replays: Replays = new Map()
  sent(replays, 50_001, 0, 0)
  expect(replayOf(replays, 'server', 50_001, 0, epochMs(900))).toBeNull()
  over(replays, 50_001, 0, 1200)
  expect(replayOf(replays, 'server', 50_001, 0, epochMs(2000))).toBeNull()
  expect(replayOf(replays, 'server', 50_001, 0, epochMs(1210))).toEqual(mark(0))
})

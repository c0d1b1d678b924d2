import { describe, expect, it } from 'vitest'
import { monotonicMs } from '../../shared/units.ts'
import { createLookout, Rhythm } from './lookout.ts'

describe('Rhythm', () => {
  it('expects an answer soon where the last one came soon, and a request likewise', () => {
    const rhythm = new Rhythm()
    const came = (from: 'client' | 'server', at: number) => rhythm.came(from, monotonicMs(at))
    // Nothing is known of either yet.
    expect([came('client', 10), came('server', 10.1)]).toEqual([false, false])
    expect([came('client', 10.15), came('server', 10.25)]).toEqual([true, true])
    // A slow server, asked again at once.
    expect([came('client', 10.3), came('server', 15), came('client', 15.05)]).toEqual([true, true, false])
    // It was quick for once.
    expect([came('server', 15.1), came('client', 20), came('server', 20.1)]).toEqual([true, true, false])
  })
})

describe('Lookout', () => {
  /** A loop that turns when told, and a clock. */
  function loop(processors: number) {
    let now = 0
    let turns: (() => void)[] = []
    const lookout = createLookout(
      processors,
      () => now,
      turn => turns.push(turn),
    )
    return {
      lookout,
      /** How many things the loop had to do, at that time. */
      turn(at: number) {
        now = at
        const all = turns
        turns = []
        for (const one of all) one()
        return all.length
      },
    }
  }

  it('keeps the loop turning for 0.1 ms after the last call, once in each turn', () => {
    const { lookout, turn } = loop(2)
    lookout.stay()
    lookout.stay()
    expect([turn(0.02), turn(0.06)]).toEqual([1, 1])
    lookout.stay()
    expect([turn(0.12), turn(0.17), turn(0.18)]).toEqual([1, 1, 0])
    lookout.stay()
    expect([turn(0.2), turn(0.3), turn(0.31)]).toEqual([1, 1, 0])
  })

  it('leaves a single processor to the server', () => {
    const { lookout, turn } = loop(1)
    lookout.stay()
    expect(turn(0.01)).toBe(0)
  })
})

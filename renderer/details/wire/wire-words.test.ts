import { describe, expect, it } from 'vitest'
import { abortWords, connectionWords, informationalWords, ordinal, wireSteps } from './wire-words.ts'

it('counts in words', () => {
  expect([1, 2, 3, 4, 11, 12, 13, 21, 102, 111, 1021].map(ordinal)).toEqual([
    '1st',
    '2nd',
    '3rd',
    '4th',
    '11th',
    '12th',
    '13th',
    '21st',
    '102nd',
    '111th',
    '1,021st',
  ])
})

it('tells a new connection from a reused one', () => {
  expect(connectionWords({ connection: 5, ordinal: 0 })).toBe('new: 1st request on connection 5')
  expect(connectionWords({ connection: 2, ordinal: 2 })).toBe('reused: 3rd request on connection 2')
})

it('names who went away, and what came before the answer', () => {
  expect(
    [null, 'client', 'server'].map(who =>
      abortWords(who as null, true)
        .split(' ')
        .slice(0, 2)
        .join(' '),
    ),
  ).toEqual(['no: both', 'the client', 'the server'])
  expect(abortWords(null, false)).toBe('not that it was seen')
  expect(informationalWords([])).toBe('none')
  expect(informationalWords([100, 103, 110, 103])).toBe('100 Continue, 103 Early Hints (2 times), 110')
})

describe('the steps on the wire', () => {
  it('are request, wait and answer', () => {
    expect(wireSteps(1, 40, 50)).toEqual([
      { name: 'request', startMs: 0, durationMs: 1 },
      { name: 'wait', startMs: 1, durationMs: 39 },
      { name: 'answer', startMs: 40, durationMs: 10 },
    ])
  })

  it('have no wait where the answer began first', () => {
    expect(wireSteps(30, 10, 50).map(step => step.name)).toEqual(['request', 'answer'])
  })

  it('leave open what was not seen', () => {
    expect(wireSteps(null, null, 9)).toEqual([{ name: 'request', startMs: 0, durationMs: null }])
    expect(wireSteps(1, null, 9)[1]).toEqual({ name: 'wait', startMs: 1, durationMs: 8 })
    expect(wireSteps(1, null, null)[1]).toEqual({ name: 'wait', startMs: 1, durationMs: null })
    expect(wireSteps(1, 5, null)[2]).toEqual({ name: 'answer', startMs: 5, durationMs: null })
  })
})

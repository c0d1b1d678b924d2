import { expect, it } from 'vitest'
import type { ExchangeServer } from '../../shared/exchange.ts'
import type { CallEndEvent, RawReturned } from '../../shared/raw-events.ts'
import { epochMs, monotonicMs } from '../../shared/units.ts'
import { describeReturned } from '../agent/call/returned.ts'
import { correlate, newCorrelation } from './correlation.ts'
import { mistakesOf } from './mistakes.ts'
import { eventsOf } from './story.ts'

const kinds = (returned: RawReturned | null, more: Partial<CallEndEvent> = {}, rejected = false) => {
  const end = eventsOf('0 call /\n1 props').find(event => event.kind === 'call-end')
  return mistakesOf({ ...end, ...more, returned } as CallEndEvent, rejected).map(({ kind }) => kind)
}
const returns = (value: unknown, redirect: CallEndEvent['redirect'] = null) =>
  kinds(describeReturned(value), { redirect })
const to = (statusCode: number | null, permanent: boolean | null) => ({
  destination: '/',
  statusCode,
  permanent,
  basePath: null,
})

it('lets pass what Next knows', () => {
  expect(returns({ props: {} })).toEqual([])
  expect(returns({ props: Promise.resolve({}) })).toEqual([])
  expect(returns({ notFound: true })).toEqual([])
  expect(returns({ redirect: { destination: '/' } }, to(null, false))).toEqual([])
  expect(returns({ redirect: { destination: '/' } }, to(303, null))).toEqual([])
})

it.each([
  [undefined, ['no-answer']],
  [null, ['no-answer']],
  ['props', ['no-answer']],
  [[{ props: {} }], ['no-answer']],
  [{}, ['no-props']],
  [{ user: 1 }, ['extra-keys', 'no-props']],
  [{ props: {}, revalidate: 1 }, ['extra-keys']],
  [{ props: 'text' }, ['props-not-object']],
  [{ props: [1] }, ['props-not-object']],
  [{ notFound: true, props: {} }, ['answer-and-props']],
])('says what is wrong with %j', (value, wrong) => expect(returns(value)).toEqual(wrong))

it('checks redirects as Next does', () => {
  const redirect = { destination: '/' }
  expect(returns({ redirect }, to(307, false))).toEqual(['redirect-status'])
  expect(returns({ redirect }, to(null, null))).toEqual(['redirect-status'])
  expect(returns({ redirect }, to(200, null))).toEqual(['redirect-status'])
  expect(returns({ redirect: { permanent: false } }, to(null, false))).toEqual(['redirect-destination'])
  expect(returns({ redirect: { destination: 7 } }, to(null, false))).toEqual(['redirect-destination'])
  expect(returns({ redirect, notFound: true }, to(null, false))).toEqual(['not-found-and-redirect'])
  expect(returns({ redirect, props: {} }, to(null, false))).toEqual(['answer-and-props'])
})

it('says what was thrown, and what was rejected later', () => {
  const error = { name: null, message: 'x', code: null, stack: null, cause: null }
  expect(kinds(null, { result: 'error', error })).toEqual(['threw-non-error'])
  expect(kinds(null, { result: 'error', error: { ...error, name: 'Error' } })).toEqual([])
  expect(kinds(describeReturned({ props: Promise.resolve() }), {}, true)).toEqual(['props-rejected'])
})

it('tells of a res that is used after the call has ended, also where the request is over by then', () => {
  const server: ExchangeServer = { origin: 'http://localhost:3000', next: '16.4.6', mode: 'dev', pid: 7 }
  const told = (lines: string) => {
    const state = newCorrelation(server, null, 'SEEDSEED', { epochMs: epochMs(1_000_000), monotonicMs: monotonicMs(0) })
    const changed = eventsOf(lines).flatMap(event => correlate(state, event))
    return changed.at(-1)?.call?.mistakes.map(({ kind, message }) => [kind, message])
  }
  const [before, after] = ['0 GET /\n1 call /\n5 props', '6 200\n6 end 10\n7 described']
  expect(told(`${before}\n${after}`)).toEqual([])
  const said = [
    ['res-after-answer', 'It called `res.setHeader` 1 ms after it had returned, when the answer was Next’s to make.'],
  ]
  expect(told(`${before}\n6 late setHeader\n${after}`)).toEqual(said)
  expect(told(`${before}\n${after}\n47 late end`)).toEqual([
    ['res-after-answer', 'It called `res.end` 42 ms after it had returned, when the answer was Next’s to make.'],
  ])
})

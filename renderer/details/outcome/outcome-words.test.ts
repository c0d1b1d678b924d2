import { describe, expect, it } from 'vitest'
import { anExchange } from '../../../shared/an-exchange.ts'
import type { SeenError } from '../stack/frames.ts'
import { outcomeWords, propsShare, redirectWords, statusWord } from './outcome-words.ts'

const call = anExchange().call
const error: SeenError = {
  name: 'TypeError',
  message: 'x is not\na function',
  code: null,
  cause: null,
  stack: null,
  frames: [],
}
const failed = (change: Partial<SeenError>) =>
  anExchange({ outcome: 'error', props: null, call: call && { ...call, error: { ...error, ...change } } })

describe('outcomeWords', () => {
  it.each([
    [anExchange(), 'Props returned'],
    [failed({}), 'Threw TypeError: x is not'],
    [{ ...failed({}), props: anExchange().props }, 'Next refused the props: x is not'],
    [failed({ message: '' }), 'Threw TypeError'],
    [failed({ name: null, message: '42' }), 'Threw something that is no Error: 42'],
    [anExchange({ renderError: error }), 'Props returned, then rendering failed: Threw TypeError: x is not'],
    [anExchange({ outcome: 'notFound' }), 'notFound returned: Next shows the 404 page'],
    [anExchange({ outcome: 'none', call: null }), 'No getServerSideProps ran'],
    [anExchange({ outcome: 'none', call: null, kind: 'asset' }), 'No page: getServerSideProps has no part in it'],
    [anExchange({ outcome: 'none', call: null, state: 'running' }), 'The request is still running'],
    [
      anExchange({ outcome: 'none', state: 'running', call: call && { ...call, durationMs: null } }),
      'getServerSideProps is still running',
    ],
    [
      anExchange({ outcome: 'none', call: null, source: 'tap' }),
      'Seen on the wire only: whether getServerSideProps ran is not known',
    ],
    [anExchange({ outcome: 'none', call: null, aborted: true }), 'The client went away before getServerSideProps ran'],
  ])('case %#', (exchange, text) => {
    expect(outcomeWords(exchange).text).toBe(text)
  })

  it('names where a redirect goes, and how', () => {
    const to = { destination: '/new', statusCode: null, permanent: false, basePath: null }
    expect(redirectWords(to)).toBe('Redirect to /new (307, temporary)')
    expect(redirectWords({ ...to, permanent: true })).toBe('Redirect to /new (308, permanent)')
    expect(redirectWords({ ...to, permanent: null, statusCode: 303 })).toBe('Redirect to /new (303)')
    expect(redirectWords({ ...to, permanent: null })).toBe('Redirect to /new')
    expect(redirectWords(null)).toBe('Redirect returned')
  })
})

it('knows the share of the document only where both sizes are known and the props are in it', () => {
  const exchange = anExchange()
  const { response } = exchange
  expect(propsShare(exchange)).toBeCloseTo(0.911, 3)
  expect(propsShare({ ...exchange, props: null })).toBeNull()
  expect(propsShare({ ...exchange, response: null })).toBeNull()
  expect(propsShare({ ...exchange, response: response && { ...response, bodyBytes: 0 } })).toBeNull()
  expect(propsShare({ ...exchange, outcome: 'error' })).toBeNull()
})

it('says that the tap answered, and why', () => {
  const wire = {
    connection: 1,
    ordinal: 0,
    protocol: 'HTTP/1.1',
    encrypted: false,
    sent: { head: 1, body: 0, framed: 0 },
    received: { head: 1, body: 1, framed: 1 },
    encoding: null,
    requestSentMs: 0,
    informational: [],
    trailers: null,
    abortedBy: null,
    answeredBy: 'tap',
    upgraded: false,
  } as const
  const answered = (status: number) => {
    const { response } = anExchange()
    return outcomeWords(
      anExchange({ wire, outcome: 'none', call: null, response: response && { ...response, status } }),
    )
  }
  expect(answered(502).text).toContain('No server there')
  expect(answered(403).text).toContain('refused')
})

it('calls the props’ share that of their bytes in the document, where those are known', () => {
  const ledger = { props: 900, embedded: 1000, document: 2000, wire: null, wireProps: null }
  const { response } = anExchange()
  expect(propsShare(anExchange({ ledger, response: response && { ...response, bodyBytes: 2000 } }))).toBe(0.5)
})

it('has a word for every status', () => {
  expect([200, 307, 418, 599, 103, 0].map(statusWord)).toEqual([
    'OK',
    'Temporary Redirect',
    'Client error',
    'Server error',
    'Informational',
    'Unknown status',
  ])
})

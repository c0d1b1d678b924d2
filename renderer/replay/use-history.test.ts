import { expect, test } from 'vitest'
import type { Outgoing } from '../../shared/replay.ts'
import { fillIn } from './use-history.ts'

const request = (headers: Outgoing['headers']): Outgoing => ({ method: 'GET', url: '/p', headers, body: null })

test('what was left out is taken from the request at hand, and what that has not is said', () => {
  const kept = {
    ...{ id: '1', at: 1, page: null, secrets: false },
    request: request([['Accept', 'text/html']]),
    left: ['cookie', 'authorization', 'address'],
  }
  const atHand = request([
    ['Cookie', 'a=1'],
    ['Accept', '*/*'],
  ])
  expect(fillIn(kept, atHand)).toEqual({
    request: request([
      ['Accept', 'text/html'],
      ['Cookie', 'a=1'],
    ]),
    missing: ['authorization', 'address'],
  })
  expect(fillIn({ ...kept, left: [] }, atHand)).toEqual({ request: kept.request, missing: [] })
})

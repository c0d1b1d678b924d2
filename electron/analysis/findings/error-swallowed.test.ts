import { expect, it } from 'vitest'
import { errorSwallowed } from './error-swallowed.ts'
import { page, told } from './told.ts'

it('speaks of each failure behind a page that looks good', () => {
  expect(told(errorSwallowed, page({ calls: [{ status: 503 }] }))[0]).toMatch(
    /^warning .*answered 503, and the page went out with 200/,
  )
  expect(told(errorSwallowed, page({ calls: [{ status: null, error: 'connect ECONNREFUSED' }] }))[0]).toContain(
    'failed (connect',
  )
  expect(told(errorSwallowed, page({ calls: [{ status: 422 }] }))[0]).toMatch(/^info/)
})

it('is quiet about 404 and 401, about what went well the second time, and where the page says it failed', () => {
  expect(told(errorSwallowed, page({ calls: [{ status: 404 }, { status: 401 }] }))).toEqual([])
  expect(
    told(
      errorSwallowed,
      page({
        calls: [
          { status: 503, startMs: 1 },
          { status: 200, startMs: 20 },
        ],
      }),
    ),
  ).toEqual([])
  expect(told(errorSwallowed, page({ calls: [{ status: 503 }] }, { outcome: 'error' }))).toEqual([])
})

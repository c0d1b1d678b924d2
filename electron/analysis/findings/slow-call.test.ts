import { expect, it } from 'vitest'
import { slowCall } from './slow-call.ts'
import { page, told } from './told.ts'

it('says of a call of a second or more what it waited for', () => {
  const calls = [{ url: 'http://db/report', durationMs: 1300 }]
  expect(told(slowCall, page({ durationMs: 1400, waitingMs: 1300, calls }))).toEqual([
    'warning getServerSideProps took 1.4 s: 1.3 s of it waiting for upstream calls, the longest GET http://db/report (1.3 s).',
  ])
  expect(told(slowCall, page({ durationMs: 1400, waitingMs: 20, calls: [] }))[0]).toContain(
    '1.4 s of it with no upstream call',
  )
})

it('says nothing of one that is a little faster, or whose client went away', () => {
  expect(told(slowCall, page({ durationMs: 999, waitingMs: 900 }))).toEqual([])
  expect(told(slowCall, page({ durationMs: 5000 }, { aborted: true }))).toEqual([])
})

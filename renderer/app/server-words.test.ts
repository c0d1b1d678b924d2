import { expect, it } from 'vitest'
import { hostWords, nextWords } from './server-words.ts'

it('says what is known of a server and no more', () => {
  expect(nextWords({ next: '16.4.6', mode: 'dev' })).toBe('next dev 16.4.6')
  expect(nextWords({ next: null, mode: 'start' })).toBe('next start')
  expect(nextWords({ next: null, mode: null })).toBe('next')
  expect(hostWords('https://localhost:3000')).toBe('localhost:3000')
  expect(hostWords('4033')).toBe('4033')
})

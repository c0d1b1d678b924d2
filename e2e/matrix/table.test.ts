import { expect, it } from 'vitest'
import { tableOf } from './table.mjs'

const result = (passed: boolean) => ({ passed, next: '14.2.35', on: '2026-11-28' })

it('says of each version what ran, what failed, and nothing of what did not run', () => {
  const table = tableOf({
    'next14 dev webpack': result(true),
    'next14 start webpack': result(false),
    'next14 dev webpack express': result(true),
    'next14 start webpack express': result(false),
    'next14 start webpack standalone': result(true),
    'next14 dev routed with base,i18n,slash': result(true),
    'next14 dev webpack beside otel': result(true),
    'next14 dev webpack beside morgan,cls express': result(true),
  })
  expect(table.split('\n').at(-1)).toBe('| 14.2.35 | 18 | yes |  | fails | yes | in part | yes |  |  |  | yes |  |')
})

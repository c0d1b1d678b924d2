import { describe, expect, it } from 'vitest'
import { aSummary } from './a-summary.ts'
import { createSharer } from './share.ts'

describe('createSharer', () => {
  it('gives rows that say the same', () => {
    const row = aSummary({
      navigation: '01J0000000000000000000000A' as never,
      errorMessage: 'Error: gone',
      rules: ['slow-call'],
      findings: { error: 1, warning: 0, info: 2 },
      upstream: [[3, null]],
      marks: ['cookie'],
    })
    expect(createSharer().share(structuredClone(row))).toEqual(row)
    expect(Object.keys(createSharer().share(aSummary())).sort()).toEqual(Object.keys(aSummary()).sort())
  })

  it('holds what rows have in common once', () => {
    const sharer = createSharer()
    const first = sharer.share(structuredClone(aSummary({ rules: ['slow-call', 'large-props'] })))
    const second = sharer.share(structuredClone(aSummary({ rules: ['slow-call', 'large-props'] })))
    expect(second.rules).toBe(first.rules)
    expect(second.upstream).toBe(first.upstream)
    expect(second.findings).toBe(first.findings)
  })
})

import { expect, it } from 'vitest'
import { anExchange } from '../../../shared/an-exchange.ts'
import { createFindings } from './findings.ts'
import type { Rule } from './rule.ts'

const rule = (id: string, severity: 'error' | 'warning' | 'info', times = 1): Rule => ({
  id,
  title: id,
  doc: null,
  find: () => Array.from({ length: times }, (_, nth) => ({ severity, message: `${id} ${nth}`, advice: 'a' })),
})

it('runs every rule once over an exchange that is over, the gravest first, and not over one that runs', () => {
  const findings = createFindings([rule('a', 'info'), rule('b', 'error'), rule('c', 'warning')])
  expect(findings.of(anExchange()).findings.map(found => found.rule)).toEqual(['b', 'c', 'a'])
  const running = anExchange({ state: 'running' })
  expect(findings.of(running)).toBe(running)
})

it('keeps a rule from filling the list', () => {
  expect(createFindings([rule('a', 'info', 40)]).of(anExchange()).findings).toHaveLength(5)
})

import { expect, it } from 'vitest'
import { anExchange } from '../../shared/an-exchange.ts'
import type { Finding } from '../../shared/exchange.ts'
import { createSilences } from './silences.ts'

const finding = (rule: string): Finding => ({
  rule,
  severity: 'info',
  message: 'm',
  advice: 'a',
  path: null,
  doc: null,
})
const rules = ({ findings, silenced }: { findings: readonly Finding[]; silenced: readonly Finding[] }) => [
  findings.map(one => one.rule),
  silenced.map(one => one.rule),
]

function silences(remembered: string[] = []) {
  const saved: unknown[] = []
  const changed: string[] = []
  const made = createSilences({
    settings: {
      silencedRules: async () => remembered,
      silenceRule: async (...given) => void saved.push(given),
    },
    projectOf: () => '/shop',
    onChange: project => changed.push(project),
  })
  return { made, saved, changed }
}

it('sets aside what is silenced, remembers it for the project, and gives it back', async () => {
  const { made, saved, changed } = silences()
  const exchange = anExchange({ findings: [finding('a'), finding('b')] })
  await made.set(exchange, 'a', true)
  const silent = made.apply(exchange)
  expect(rules(silent)).toEqual([['b'], ['a']])
  await made.set(exchange, 'a', false)
  expect(rules(made.apply(silent))).toEqual([['b', 'a'], []])
  expect(saved).toEqual([
    ['/shop', 'a', true],
    ['/shop', 'a', false],
  ])
  expect(changed).toEqual(['/shop', '/shop'])
})

it('reads what was silenced in an earlier session, and says when it knows', async () => {
  const { made, changed } = silences(['a'])
  const exchange = anExchange({ findings: [finding('a')] })
  made.apply(exchange)
  await expect.poll(() => changed).toEqual(['/shop'])
  expect(rules(made.apply(exchange))).toEqual([[], ['a']])
})

import { isOver, judge, type Measure } from '../../../shared/budget.ts'
import type { Rule } from './rule.ts'
import { bytesText, msText } from './words.ts'

const WHAT: Readonly<Record<Measure, string>> = { props: 'The props', call: 'The call', document: 'The answer' }
const text = (measure: Measure, amount: number) => (measure === 'call' ? msText(amount) : bytesText(amount))

/** More than the project's own `propscope.config.json` allows. */
export const overBudget: Rule = {
  id: 'over-budget',
  title: 'Over budget',
  doc: null,
  find(exchange, { config: { budgets, problem } }) {
    if (problem !== null && exchange.request.page !== null) {
      return [{ severity: 'warning', message: problem, advice: 'Until it is mended nothing is held against a budget.' }]
    }
    return judge(exchange, budgets)
      .filter(isOver)
      .map(({ measure, is, limit, page }) => ({
        severity: 'error',
        message: `${WHAT[measure]} took ${text(measure, is)} of a budget of ${text(measure, limit)}.`,
        advice: `propscope.config.json sets this budget for ${page === '**' ? 'every page' : page}.`,
      }))
  },
}

import { join } from 'node:path'
import { type Budget, isOver, judge, MEASURES, type Measure } from '../../shared/budget.ts'
import type { Exchange } from '../../shared/exchange.ts'
import { fail, ok, type Result } from '../../shared/problem.ts'
import { bytesText, msText } from '../analysis/findings/words.ts'
import { CONFIG_FILE, readConfig, readConfigFile } from '../config/read-config.ts'

/** What a recording cost, against the budgets. */
export interface BudgetTable {
  add(exchange: Exchange): void
  /** Measures of pages that were over. */
  readonly over: number
  /** A table for people: a line for each page and measure that is limited, the worst of its requests. */
  text(): string
}

/** The budgets of a config file, or of the one in a project's folder. Problems: `bad-config`, also where there are none. */
export async function budgetsFor(file: string | null, folder: string): Promise<Result<readonly Budget[]>> {
  const read = file === null ? await readConfig(folder) : await readConfigFile(file)
  if (!read.ok) return read
  const budgets = read.value?.budgets ?? []
  if (budgets.length > 0) return ok(budgets)
  return fail(
    'bad-config',
    `${file ?? join(folder, CONFIG_FILE)} sets no budget.`,
    'Write one, e.g. {"budgets":[{"page":"/product/[id]","props":"50 kB","call":"200 ms"}]}.',
  )
}

interface Line {
  readonly page: string
  readonly measure: Measure
  worst: number
  limit: number
  requests: number
  over: number
}

const TITLES: Readonly<Record<Measure, string>> = { props: 'props', call: 'call', document: 'document' }

export function createBudgetTable(budgets: readonly Budget[]): BudgetTable {
  const lines = new Map<string, Line>()
  /** One that is told again, since more of it became known, counts once. */
  const seen = new Set<string>()
  const all = () =>
    [...lines.values()].sort(
      (a, b) => a.page.localeCompare(b.page) || MEASURES.indexOf(a.measure) - MEASURES.indexOf(b.measure),
    )
  return {
    add(exchange) {
      if (seen.has(exchange.id)) return
      seen.add(exchange.id)
      for (const judged of judge(exchange, budgets)) {
        const page = exchange.request.page ?? ''
        const key = `${page} ${judged.measure}`
        const line = lines.get(key) ?? {
          page,
          measure: judged.measure,
          worst: 0,
          limit: judged.limit,
          requests: 0,
          over: 0,
        }
        line.worst = Math.max(line.worst, judged.is)
        line.requests++
        if (isOver(judged)) line.over++
        lines.set(key, line)
      }
    },
    get over() {
      return all().filter(line => line.over > 0).length
    },
    text() {
      const rows = all().map(({ page, measure, worst, limit, requests, over }) => {
        const amount = measure === 'call' ? msText : bytesText
        const verdict = over > 0 ? `OVER (${over} of ${requests})` : 'ok'
        return [page, TITLES[measure], amount(worst), amount(limit), String(requests), verdict]
      })
      if (rows.length === 0) return 'No request came that a budget is set for.'
      return aligned([['page', 'measure', 'worst', 'budget', 'requests', ''], ...rows])
    },
  }
}

function aligned(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map(row => row[column]?.length ?? 0)))
  return rows
    .map(row =>
      row
        .map((cell, column) =>
          column >= 2 && column <= 4 ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0),
        )
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}

import { z } from 'zod'
import type { Exchange } from './exchange.ts'

/**
 * What a page may cost: `propscope.config.json` in the project's folder. JSON, so that reading it runs nothing of the project's. For each measure the first entry counts that
 * sets it and whose `page` fits, so that the particular stands before the general.
 */
const SIZE = /^(\d+(?:\.\d+)?)\s*(B|kB|KB|MB)$/
const TIME = /^(\d+(?:\.\d+)?)\s*(ms|s)$/
const FACTORS: Readonly<Record<string, number>> = { B: 1, kB: 1000, KB: 1000, MB: 1_000_000, ms: 1, s: 1000 }

const amountOf = (pattern: RegExp, example: string) =>
  z
    .union([z.number().positive(), z.string().regex(pattern, `a number, or a text such as "${example}"`)])
    .transform(value => {
      if (typeof value === 'number') return value
      const [, amount, unit] = pattern.exec(value) ?? []
      return Number(amount) * (FACTORS[unit ?? ''] ?? 1)
    })

export const BudgetSchema = z
  .strictObject({
    /** A route as Next writes it, `*` for any text in one part of it and `**` for any parts; without it every page. */
    page: z.string().min(1).default('**'),
    /** Of the props as compact JSON. */
    props: amountOf(SIZE, '128 kB').optional(),
    /** Of the getServerSideProps call. */
    call: amountOf(TIME, '200 ms').optional(),
    /** Of the document or data answer, decoded. */
    document: amountOf(SIZE, '500 kB').optional(),
  })
  .refine(({ props, call, document }) => props !== undefined || call !== undefined || document !== undefined, {
    message: 'it limits nothing: give props, call or document',
  })
export const ConfigSchema = z.strictObject({
  $schema: z.string().optional(),
  budgets: z.array(BudgetSchema).max(500).default([]),
})
export type Budget = Readonly<z.infer<typeof BudgetSchema>>
export type Config = Readonly<z.infer<typeof ConfigSchema>>

export const MEASURES = ['props', 'call', 'document'] as const
export type Measure = (typeof MEASURES)[number]

/** A measure of an exchange that a budget limits. Bytes, or ms for `call`. */
export interface Judged {
  readonly measure: Measure
  readonly is: number
  readonly limit: number
  /** The page pattern that set the limit. */
  readonly page: string
}

/** What the budgets say of an exchange whose request reached a page: of each measure that is limited and known. */
export function judge(exchange: Exchange, budgets: readonly Budget[]): Judged[] {
  const { page } = exchange.request
  if (page === null) return []
  return MEASURES.flatMap(measure => {
    const is = amountIn(exchange, measure)
    const budget = budgets.find(one => one[measure] !== undefined && fits(one.page, page))
    const limit = budget?.[measure]
    return is === null || !budget || limit === undefined ? [] : [{ measure, is, limit, page: budget.page }]
  })
}

export const isOver = ({ is, limit }: Judged): boolean => is > limit

function amountIn({ props, call, response }: Exchange, measure: Measure): number | null {
  switch (measure) {
    case 'props':
      return props?.bytes ?? null
    case 'call':
      return call?.durationMs ?? null
    case 'document':
      return response?.bodyBytes ?? null
  }
}

/** Routes hold brackets (`/product/[id]`), so only stars are special. */
export function fits(pattern: string, page: string): boolean {
  const source = pattern
    .split(/(\*\*|\*)/)
    .map(part => (part === '**' ? '.*' : part === '*' ? '[^/]*' : part.replace(/[.+?^${}()|[\]\\/]/g, '\\$&')))
    .join('')
  return new RegExp(`^${source}$`, 'u').test(page)
}

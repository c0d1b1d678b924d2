import type { ExchangeSummary } from '../../shared/exchange.ts'
import { withoutRepeated } from './repeated-params.ts'

const DATA_PREFIX = /\/_next\/data\/[^/]+(\/.*)$/

/**
 * The address as a person thinks of it: of a data request (`/_next/data/<build>/product/8.json?q=1`) the page's own
 * (`/product/8?q=1`), without the params that Next's client repeats in the query. All others are as received.
 */
export function displayUrl(row: Pick<ExchangeSummary, 'kind' | 'url' | 'page'>): string {
  if (row.kind !== 'data' && row.kind !== 'prefetch') return row.url
  const mark = row.url.indexOf('?')
  const [path, query] = mark < 0 ? [row.url, ''] : [row.url.slice(0, mark), row.url.slice(mark)]
  const match = DATA_PREFIX.exec(path)
  if (!match?.[1]?.endsWith('.json')) return row.url
  const before = path.slice(0, match.index)
  const page = match[1].slice(0, -'.json'.length)
  const shown = page === '/index' ? (before === '' ? '/' : '') : page
  return `${before}${shown}${withoutRepeated(row.page, page, query)}`
}

export interface CacheText {
  /** The directive that matters most; null where no Cache-Control is known. */
  readonly short: string | null
  /** What was declared is not what was sent. */
  readonly overwritten: boolean
  readonly full: string
}

/** Strongest first: what it says decides what a cache does with the answer. */
const DIRECTIVES = ['s-maxage', 'no-store', 'private', 'max-age', 'no-cache', 'public']

function shortest(header: string): string {
  const parts = header
    .toLowerCase()
    .split(',')
    .map(part => part.trim())
    .filter(Boolean)
  for (const name of DIRECTIVES) {
    const found = parts.find(part => part === name || part.startsWith(`${name}=`))
    if (found) return found
  }
  return parts[0] ?? header
}

/** Cache-Control in the width of a cell: what the page declared, marked where something else was sent. */
export function cacheText(declared: string | null, sent: string | null): CacheText {
  if (declared !== null && sent !== null && declared !== sent)
    return { short: shortest(declared), overwritten: true, full: `declared: ${declared}; sent: ${sent}` }
  const header = sent ?? declared
  if (header === null) return { short: null, overwritten: false, full: '' }
  return {
    short: shortest(header),
    overwritten: false,
    full: sent === null ? `declared: ${header}` : `sent: ${header}`,
  }
}

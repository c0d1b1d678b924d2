import type { ExchangeSummary } from '../../shared/exchange.ts'
import type { SortedRows } from './rows.ts'

/** A navigation's requests are near to its start: so many rows after it are looked at. */
const NEAR = 3000

/** The requests of a navigation, in the order of their starts. */
export function partsOf(rows: SortedRows, navigation: string): readonly ExchangeSummary[] {
  const from = rows.placeOf(navigation)
  const parts: ExchangeSummary[] = []
  for (let index = from; index < Math.min(rows.length, from + NEAR); index++) {
    const row = rows.at(index)
    if (row?.navigation === navigation) parts.push(row)
  }
  return parts
}

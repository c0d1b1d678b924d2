import { useMemo } from 'react'
import type { ExchangeSummary } from '../../shared/exchange.ts'
import { useThrottled } from '../ui/use-throttled.ts'
import type { SortedRows } from './rows.ts'
import { useRows } from './rows-hooks.ts'

/** A navigation's requests are near to its start: so many rows after it are looked at. */
const NEAR = 3000
const RENEW_MS = 250

/** The requests of the navigation that the exchange `navigation` began, in the order of their starts; what the filter hides is among them. */
export function useNavigation(navigation: string): readonly ExchangeSummary[] {
  const { all, version } = useRows()
  const seen = useThrottled(version, RENEW_MS)
  // The rows are changed in place: `seen` is what tells.
  return useMemo(() => (seen < 0 ? [] : partsOf(all, navigation)), [all, navigation, seen])
}

export function partsOf(rows: SortedRows, navigation: string): readonly ExchangeSummary[] {
  const from = rows.placeOf(navigation)
  const parts: ExchangeSummary[] = []
  for (let index = from; index < Math.min(rows.length, from + NEAR); index++) {
    const row = rows.at(index)
    if (row?.navigation === navigation) parts.push(row)
  }
  return parts
}

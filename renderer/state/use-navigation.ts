import { useMemo } from 'react'
import type { ExchangeSummary } from '../../shared/exchange.ts'
import { useThrottled } from '../ui/use-throttled.ts'
import { partsOf } from './navigation-parts.ts'
import { useRows } from './rows-hooks.ts'

const RENEW_MS = 250

/** The requests of the navigation that the exchange `navigation` began, in the order of their starts; what the filter hides is among them. */
export function useNavigation(navigation: string): readonly ExchangeSummary[] {
  const { all, version } = useRows()
  const seen = useThrottled(version, RENEW_MS)
  // The rows are changed in place: `seen` is what tells.
  return useMemo(() => (seen < 0 ? [] : partsOf(all, navigation)), [all, navigation, seen])
}

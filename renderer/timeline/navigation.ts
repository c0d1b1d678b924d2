import type { ExchangeSummary } from '../../shared/exchange.ts'

type Part = Pick<ExchangeSummary, 'id' | 'navigation'>

/**
 * How the rail at a row's left runs: it joins rows of one navigation that stand below each other. `none`: a navigation of one row, or of none;
 * `loose`: a part whose neighbours are of other navigations.
 */
export type Rail = 'none' | 'first' | 'middle' | 'last' | 'loose'

/** The rail of a row between its neighbours in the list as it is shown: filter and order have had their say. */
export function railOf(before: Part | undefined, row: Part, after: Part | undefined): Rail {
  const { navigation } = row
  if (navigation === null) return 'none'
  const [up, down] = [before?.navigation === navigation, after?.navigation === navigation]
  if (up) return down ? 'middle' : 'last'
  if (down) return 'first'
  return begins(row) ? 'none' : 'loose'
}

/** The request that began its navigation. */
export function begins({ id, navigation }: Part): boolean {
  return navigation === id
}

/** Another part of the navigation that `selected` is a part of. */
export function isMate(row: Part, selected: Part | undefined): boolean {
  return (
    selected !== undefined &&
    row.navigation !== null &&
    row.navigation === selected.navigation &&
    row.id !== selected.id
  )
}

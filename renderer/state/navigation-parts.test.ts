import { expect, it } from 'vitest'
import { aSummary } from '../../shared/a-summary.ts'
import { partsOf } from './navigation-parts.ts'
import { SortedRows } from './rows.ts'

it('finds the requests of a navigation, also where its first one is gone', () => {
  const rows = new SortedRows()
  for (const [id, navigation] of [
    ['1', '1'],
    ['2', '2'],
    ['3', '1'],
    ['4', null],
    ['5', '1'],
  ] as const)
    rows.put(aSummary({ id, navigation }))
  const ids = () => partsOf(rows, '1').map(row => row.id)
  expect(ids()).toEqual(['1', '3', '5'])
  rows.remove(['1'])
  expect(ids()).toEqual(['3', '5'])
  expect(partsOf(rows, '9')).toEqual([])
})

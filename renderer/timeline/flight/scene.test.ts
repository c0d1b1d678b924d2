import { describe, expect, it } from 'vitest'
import { aSummary } from '../../../shared/a-summary.ts'
import type { ExchangeSummary } from '../../../shared/exchange.ts'
import { rowStatus } from '../row-status.ts'
import type { BarSpace } from '../rows/cell.ts'
import { COLUMNS, type ColumnId } from '../rows/columns.ts'
import { paintedRow } from './scene.ts'

const BARS: BarSpace = { version: 1, width: 200, mode: 'own', maxMs: 100, x: () => 0, lines: [0, 100] }

/** The row as it is painted, with the cells of these columns as text: `look text`. */
function painted(over: Partial<ExchangeSummary>, ...ids: readonly ColumnId[]) {
  const row = aSummary({ id: '1', ...over })
  const columns = COLUMNS.filter(({ id }) => ids.includes(id))
  const drawn = paintedRow(row, { index: 7, selected: false, rail: 'none', mate: false, pinned: false }, columns, {
    status: rowStatus(row),
    elapsedMs: 0,
    serverTag: () => null,
    foldOf: ({ navigation }) => (navigation === '1' ? { of: 'navigation', count: 4, open: false } : null),
    bars: BARS,
  })
  return { ...drawn, cells: drawn.cells.map(cell => cell.map(piece => piece.join(' ').trim()).join(', ')) }
}

describe('a row that is painted', () => {
  it('says what the row of the document says, each piece by its look', () => {
    const { cells, ground } = painted(
      {
        outcome: 'error',
        status: 500,
        method: 'POST',
        url: '/a?b=1',
        errorMessage: 'no\nsuch thing',
        propsBytes: null,
      },
      'result',
      'url',
      'status',
      'props',
    )
    expect(cells).toEqual([
      'status:error',
      'url/method POST, url /a?b=1, url/error  no⏎such thing',
      'status/err 500',
      'props/none –',
    ])
    expect(ground).toBe('bad')
  })

  it('stands for a folded navigation, and shows what is incomplete', () => {
    const { cells } = painted({ navigation: '1', url: '/a', propsBytes: 1200, incomplete: true }, 'url', 'props')
    expect(cells).toEqual(['fold + 3 ▸, url /a', 'gap, props/plain 1.2 kB'])
  })

  it('has the boxes of its bar only where there is a column for them', () => {
    const phases = [{ name: 'getServerSideProps' as const, startMs: 10, durationMs: 40 }]
    expect(painted({ phases, durationMs: 60 }, 'url').boxes).toEqual([])
    expect(painted({ phases, durationMs: 60 }, 'bars').boxes).toContainEqual({
      look: 'getServerSideProps',
      left: 20,
      width: 80,
    })
  })
})

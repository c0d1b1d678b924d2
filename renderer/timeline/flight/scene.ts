import type { ExchangeSummary } from '../../../shared/exchange.ts'
import { assertNever } from '../../../shared/units.ts'
import { begins } from '../navigation.ts'
import { type AddressPart, addressParts, standsForOthers } from '../rows/address-cell.ts'
import { boxesOf } from '../rows/bar-cell.ts'
import type { Moment } from '../rows/cell.ts'
import { cellText } from '../rows/cell-texts.ts'
import { cacheShort, stampsOf } from '../rows/cells.ts'
import type { Column, ColumnId } from '../rows/columns.ts'
import type { RowPlace } from '../rows/row-view.ts'
import type { PaintedRow, Piece } from './protocol.ts'

/** What stands in a row, for the painter. */
export function paintedRow(
  row: ExchangeSummary,
  place: Pick<RowPlace, 'index' | 'selected' | 'rail' | 'mate' | 'pinned'>,
  columns: readonly Column[],
  moment: Moment,
): PaintedRow {
  const bars = columns.some(({ id }) => id === 'bars')
  const { list, beyond } = bars ? boxesOf(row, moment.bars, moment.elapsedMs) : { list: [], beyond: null }
  return {
    index: place.index,
    ground: place.selected ? 'selected' : place.mate ? 'mate' : moment.status === 'error' ? 'bad' : null,
    rail: place.rail,
    begins: begins(row),
    pinned: place.pinned,
    cells: columns.map(({ id }) => pieces(id, row, moment)),
    boxes: list,
    beyond,
  }
}

function pieces(id: ColumnId, row: ExchangeSummary, moment: Moment): readonly Piece[] {
  switch (id) {
    case 'result':
    case 'kind':
    case 'source':
      return stampsOf(id, row, moment.status).map(name => [name, ''])
    case 'url': {
      const { before, address, after } = addressParts(
        row,
        moment.serverTag(row.server),
        standsForOthers(row) ? moment.foldOf(row) : null,
      )
      return [...before.map(partPiece), ['url', address], ...after.map(partPiece)]
    }
    case 'cache': {
      const { text, struck } = cacheShort(row)
      return [[struck ? 'cache/struck' : 'cache', text]]
    }
    case 'bars':
      return []
    case 'props': {
      const text = textPiece('props', row, moment)
      return row.incomplete ? [['gap', ''], text] : [text]
    }
    default:
      return [textPiece(id, row, moment)]
  }
}

function textPiece(id: Parameters<typeof cellText>[0], row: ExchangeSummary, moment: Moment): Piece {
  const { text, tone = 'plain' } = cellText(id, row, moment)
  return [`${id}/${tone}`, text]
}

function partPiece({ look, text }: AddressPart): Piece {
  switch (look) {
    case 'fold':
    case 'badge':
    case 'stale':
      return [look, text]
    case 'method':
    case 'to':
    case 'error':
      return [`url/${look}`, text]
    default:
      return assertNever(look)
  }
}

import type { ExchangeSummary } from '../../../shared/exchange.ts'
import { cx } from '../../ui/cx.ts'
import { NOTHING } from '../../ui/format.ts'
import { safeText, shorten } from '../../ui/safe-text.ts'
import columns from '../columns.module.css'
import styles from '../Row.module.css'
import { cacheText } from '../texts.ts'
import { addressCell } from './address-cell.ts'
import { barCell } from './bar-cell.ts'
import { type CellView, type Moment, newCell } from './cell.ts'
import { cellText, type TextColumn, type Tone } from './cell-texts.ts'
import type { ColumnId } from './columns.ts'
import { stamp } from './stamps.tsx'

export const toneClass = (tone: Tone): string => (tone === 'plain' ? '' : (styles[tone] ?? ''))

const num = styles['num'] ?? ''

/** Class of the cells of a column of texts. */
export function textClass(column: TextColumn): string {
  if (column === 'page') return cx(styles['page'], columns['long'])
  return column === 'outcome' ? (columns['long'] ?? '') : num
}

export const cacheClass = (): string => cx(styles['cache'], columns['long'])

function textCell(column: TextColumn, base = textClass(column)): CellView {
  const element = newCell(base)
  const node = document.createTextNode('')
  element.append(node)
  const was = { text: '', title: '', tone: 'plain' as Tone }
  return {
    element,
    update(row, moment) {
      const { text, title = '', tone = 'plain' } = cellText(column, row, moment)
      if (text !== was.text) node.data = text
      if (title !== was.title) element.title = title
      if (tone !== was.tone) element.className = cx(base, toneClass(tone))
      was.text = text
      was.title = title
      was.tone = tone
    },
  }
}

type Stamped = 'result' | 'kind' | 'source'

/** Names of the stamps in a cell. */
export function stampsOf(column: Stamped, row: ExchangeSummary, status: Moment['status']): readonly string[] {
  switch (column) {
    case 'result':
      return [`status:${status}`]
    case 'kind': {
      const kind = row.replayOf === null ? `kind:${row.kind}` : 'kind:replay'
      return row.reason === null ? [kind] : [kind, `reason:${row.reason}`]
    }
    case 'source':
      return [`source:${row.source}`]
  }
}

function stampCell(column: Stamped): CellView {
  const element = newCell(column === 'kind' ? (styles['kind'] ?? '') : '')
  let was = ''
  return {
    element,
    update(row, { status }) {
      const names = stampsOf(column, row, status)
      const now = names.join()
      if (now === was) return
      was = now
      element.replaceChildren(...names.flatMap(name => stamp(name) ?? []))
    },
  }
}

/** An empty cell of that column. */
export function makeCell(id: ColumnId): CellView {
  switch (id) {
    case 'result':
    case 'kind':
    case 'source':
      return stampCell(id)
    case 'url':
      return addressCell()
    case 'props':
      return propsCell()
    case 'cache':
      return cacheCell()
    case 'bars':
      return barCell()
    default:
      return textCell(id)
  }
}

/** The size, and a mark where something of the exchange is missing. */
function propsCell(): CellView {
  const size = textCell('props', '')
  const element = newCell(num)
  const inner = size.element
  inner.removeAttribute('role')
  element.append(inner)
  let marked = false
  return {
    element,
    update(row, moment) {
      size.update(row, moment)
      if (row.incomplete === marked) return
      marked = row.incomplete
      const mark = marked ? stamp('gap') : null
      element.replaceChildren(...(mark ? [mark, inner] : [inner]))
    },
  }
}

/** What stands in the cell of the cache. */
export function cacheShort({ cacheDeclared, cacheSent }: ExchangeSummary) {
  const { short, overwritten, full } = cacheText(cacheDeclared, cacheSent)
  return {
    text: short === null ? NOTHING : safeText(shorten(short, 60)),
    struck: overwritten,
    title:
      short === null ? 'no Cache-Control' : `${safeText(shorten(full, 400))}${overwritten ? ' (overwritten)' : ''}`,
  }
}

function cacheCell(): CellView {
  const element = newCell(cacheClass())
  let was: string | null = ''
  let wasSent: string | null = ''
  return {
    element,
    update(row) {
      if (row.cacheDeclared === was && row.cacheSent === wasSent) return
      was = row.cacheDeclared
      wasSent = row.cacheSent
      const { text, struck, title } = cacheShort(row)
      element.title = title
      if (!struck) {
        element.textContent = text
        return
      }
      const line = document.createElement('s')
      line.textContent = text
      element.replaceChildren(line)
    },
  }
}

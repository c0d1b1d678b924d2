import type { ExchangeSummary } from '../../../shared/exchange.ts'
import { assertNever } from '../../../shared/units.ts'
import { skewWords } from '../../reason/skew-words.ts'
import type { Fold } from '../../state/feed.ts'
import { cx } from '../../ui/cx.ts'
import { formatCount } from '../../ui/format.ts'
import { safeText, shorten } from '../../ui/safe-text.ts'
import styles from '../AddressCell.module.css'
import columns from '../columns.module.css'
import { rowStatus } from '../row-status.ts'
import { displayUrl } from '../texts.ts'
import { type CellView, newCell } from './cell.ts'
import { stamp } from './stamps.tsx'

/** Longer ones end in an ellipsis long before; this only keeps a hostile URL of megabytes out of the document. */
const LIMIT = 400

/** One part of an address beside itself: a badge, or words. */
export interface AddressPart {
  readonly look: 'fold' | 'badge' | 'stale' | 'method' | 'to' | 'error'
  readonly text: string
  readonly title?: string
}

export const addressClass = (look: 'method' | 'to' | 'error'): string => styles[look] ?? ''
export const addressCellClass = (): string => cx(styles['address'], columns['long'])

/** What stands before and after the address of a row. */
export function addressParts(row: ExchangeSummary, tag: string | null, fold: Fold | null) {
  const before: AddressPart[] = fold === null ? [] : [foldPart(fold)]
  if (tag !== null) before.push({ look: 'badge', text: shorten(tag, 16), title: `Of the server ${tag}` })
  if (row.skew !== null) before.push({ look: 'stale', text: 'stale tab', title: skewWords(row.skew) })
  if (row.method !== 'GET') before.push({ look: 'method', text: `${safeText(shorten(row.method, 20))} ` })
  return { before, address: safeText(shorten(displayUrl(row), LIMIT)), after: came(row) }
}

/** The address, and in what room is left what came of it: where a redirect goes, what an error said. */
export function addressCell(): CellView {
  const element = newCell(addressCellClass())
  const text = document.createTextNode('')
  element.append(text)
  let was: ExchangeSummary | null = null
  let tagged: string | null = null
  let folded = ''
  let plain = true
  return {
    element,
    update(row, { serverTag, foldOf }) {
      const tag = serverTag(row.server)
      const fold = standsForOthers(row) ? foldOf(row) : null
      const words = fold === null ? '' : foldWords(fold)
      if (row === was && tag === tagged && words === folded) return
      folded = words
      was = row
      tagged = tag
      element.title = safeText(shorten(`${row.method} ${row.url}`, 2 * LIMIT))
      const { before, address, after } = addressParts(row, tag, fold)
      text.data = address
      const isPlain = before.length === 0 && after.length === 0
      // Most rows are an address and no more: then the one text is all that changes.
      if (!(plain && isPlain)) element.replaceChildren(...before.flatMap(drawn), text, ...after.flatMap(drawn))
      plain = isPlain
    },
  }
}

/** Most do not: they need not be asked for. */
export const standsForOthers = ({ id, navigation, replayRun }: ExchangeSummary): boolean =>
  replayRun !== null || navigation === id

const foldWords = ({ count, open, of }: Fold) =>
  `${of === 'replay' ? `${formatCount(count)} ×` : `+ ${formatCount(count - 1)}`} ${open ? '▾' : '▸'}`

/** A click on it opens what is folded, or folds it (`data-fold`). */
function foldPart(fold: Fold): AddressPart {
  const { count, open, of } = fold
  const title = `${formatCount(count)} requests of one ${of}. Click, or press ${open ? '←, to fold them' : '→, to show them all'}.`
  return { look: 'fold', text: foldWords(fold), title }
}

function drawn({ look, text, title }: AddressPart): Element[] {
  if (look === 'badge' || look === 'stale' || look === 'fold') {
    const badge = stamp(look)
    if (!badge) return []
    badge.textContent = safeText(text)
    badge.setAttribute('title', safeText(title ?? ''))
    if (look === 'fold') badge.setAttribute('data-fold', '')
    return [badge]
  }
  const element = document.createElement(look === 'method' ? 'b' : 'span')
  element.className = addressClass(look)
  element.textContent = text
  if (title !== undefined) element.title = title
  return [element]
}

const goes = (to: string | null): AddressPart[] =>
  to === null ? [] : [{ look: 'to', text: ` → ${safeText(shorten(to, LIMIT))}` }]

function came(row: ExchangeSummary): AddressPart[] {
  if (row.answeredBy === 'tap') {
    const words =
      row.status === null
        ? 'not forwarded'
        : row.status >= 500
          ? 'the tap answered: no server there'
          : 'the tap refused it'
    return [{ look: 'to', text: ` ${words}` }]
  }
  switch (row.outcome) {
    case 'redirect':
      return goes(row.location)
    case 'error': {
      if (row.errorMessage === null) return []
      const message = safeText(shorten(row.errorMessage, LIMIT))
      return [{ look: 'error', text: ` ${message}`, title: message }]
    }
    case 'props':
    case 'notFound':
      return []
    case 'none':
      return rowStatus(row) === 'redirect' ? goes(row.location) : []
    default:
      return assertNever(row.outcome)
  }
}

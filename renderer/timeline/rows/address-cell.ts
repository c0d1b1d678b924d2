import type { ExchangeSummary } from '../../../shared/exchange.ts'
import { assertNever } from '../../../shared/units.ts'
import { skewWords } from '../../reason/skew-words.ts'
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

/** The address, and in what room is left what came of it: where a redirect goes, what an error said. */
export function addressCell(): CellView {
  const element = newCell(cx(styles['address'], columns['long']))
  const address = document.createTextNode('')
  element.append(address)
  let was: ExchangeSummary | null = null
  let tagged: string | null = null
  let folded = ''
  let plain = true
  return {
    element,
    update(row, { serverTag, foldOf }) {
      const tag = serverTag(row.server)
      const fold = row.replayRun === null ? null : foldOf(row)
      const words = fold === null ? '' : foldWords(fold)
      if (row === was && tag === tagged && words === folded) return
      folded = words
      was = row
      tagged = tag
      element.title = safeText(shorten(`${row.method} ${row.url}`, 2 * LIMIT))
      address.data = safeText(shorten(displayUrl(row), LIMIT))
      const before = [
        ...(fold === null ? [] : foldMark(words, fold)),
        ...(tag === null ? [] : labelled('badge', shorten(tag, 16), `Of the server ${tag}`)),
        ...(row.skew === null ? [] : labelled('stale', 'stale tab', skewWords(row.skew))),
        ...(row.method === 'GET' ? [] : [part('b', styles['method'], `${safeText(shorten(row.method, 20))} `)]),
      ]
      const after = came(row)
      const isPlain = before.length === 0 && after.length === 0
      // Most rows are an address and no more: then the one text is all that changes.
      if (!(plain && isPlain)) element.replaceChildren(...before, address, ...after)
      plain = isPlain
    },
  }
}

const foldWords = ({ count, open }: { readonly count: number; readonly open: boolean }) =>
  `${formatCount(count)} × ${open ? '▾' : '▸'}`

/** A click on it opens the repeat, or folds it (`data-fold`). */
function foldMark(words: string, { count, open }: { readonly count: number; readonly open: boolean }): Element[] {
  const title = `${formatCount(count)} requests of one replay. Click, or press ${open ? '←, to fold them' : '→, to show them all'}.`
  const marks = labelled('fold', words, title)
  for (const mark of marks) mark.setAttribute('data-fold', '')
  return marks
}

function labelled(name: string, text: string, title: string): Element[] {
  const badge = stamp(name)
  if (!badge) return []
  badge.textContent = safeText(text)
  badge.setAttribute('title', safeText(title))
  return [badge]
}

function part(tag: 'b' | 'span', className: string | undefined, text: string): HTMLElement {
  const element = document.createElement(tag)
  if (className) element.className = className
  element.textContent = text
  return element
}

const goes = (to: string | null): HTMLElement[] =>
  to === null ? [] : [part('span', styles['to'], ` → ${safeText(shorten(to, LIMIT))}`)]

function came(row: ExchangeSummary): HTMLElement[] {
  if (row.answeredBy === 'tap') {
    const words = (row.status ?? 0) >= 500 ? 'the tap answered: no server there' : 'the tap refused it'
    return [part('span', styles['to'], ` ${words}`)]
  }
  switch (row.outcome) {
    case 'redirect':
      return goes(row.location)
    case 'error': {
      if (row.errorMessage === null) return []
      const message = safeText(shorten(row.errorMessage, LIMIT))
      const said = part('span', styles['error'], ` ${message}`)
      said.title = message
      return [said]
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

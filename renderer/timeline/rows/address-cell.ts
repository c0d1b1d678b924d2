import type { ExchangeSummary } from '../../../shared/exchange.ts'
import { assertNever } from '../../../shared/units.ts'
import { skewWords } from '../../reason/skew-words.ts'
import { cx } from '../../ui/cx.ts'
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
  let plain = true
  return {
    element,
    update(row, { serverTag }) {
      const tag = serverTag(row.server)
      if (row === was && tag === tagged) return
      was = row
      tagged = tag
      element.title = safeText(shorten(`${row.method} ${row.url}`, 2 * LIMIT))
      address.data = safeText(shorten(displayUrl(row), LIMIT))
      const before = [
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

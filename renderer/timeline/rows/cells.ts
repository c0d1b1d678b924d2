import type { ExchangeSummary } from '../../../shared/exchange.ts'
import { countOfFindings } from '../../../shared/filter/fields.ts'
import { cx } from '../../ui/cx.ts'
import { formatBytes, formatClock, formatCount, formatMs, NOTHING } from '../../ui/format.ts'
import { safeText, shorten } from '../../ui/safe-text.ts'
import columns from '../columns.module.css'
import styles from '../Row.module.css'
import { cacheText } from '../texts.ts'
import { addressCell } from './address-cell.ts'
import { barCell } from './bar-cell.ts'
import { type CellView, type Moment, newCell } from './cell.ts'
import type { ColumnId } from './columns.ts'
import { stamp } from './stamps.tsx'

/** A cell of one text. */
function textCell(
  base: string,
  read: (row: ExchangeSummary, moment: Moment) => { text: string; title?: string; look?: string | false },
): CellView {
  const element = newCell(base)
  const node = document.createTextNode('')
  element.append(node)
  const was = { text: '', title: '', look: '' }
  return {
    element,
    update(row, moment) {
      const { text, title = '', look: wanted } = read(row, moment)
      const look = wanted || ''
      if (text !== was.text) node.data = text
      if (title !== was.title) element.title = title
      if (look !== was.look) element.className = cx(base, look)
      was.text = text
      was.title = title
      was.look = look
    },
  }
}

const UNKEPT = 'not kept: the server was under load'
const none = (title: string) => ({ text: NOTHING, title, look: styles['none'] ?? '' })

/** A cell of stamps, by their names. */
function stampCell(base: string, read: (row: ExchangeSummary, moment: Moment) => readonly (string | null)[]): CellView {
  const element = newCell(base)
  let was = ''
  return {
    element,
    update(row, moment) {
      const names = read(row, moment)
      const now = names.join()
      if (now === was) return
      was = now
      element.replaceChildren(...names.flatMap(name => (name === null ? [] : (stamp(name) ?? []))))
    },
  }
}

const num = styles['num'] ?? ''

/** An empty cell of that column. */
export function makeCell(id: ColumnId): CellView {
  switch (id) {
    case 'result':
      return stampCell('', (_, { status }) => [`status:${status}`])
    case 'start':
      return textCell(num, ({ startedAt }) => ({ text: formatClock(startedAt, true) }))
    case 'kind':
      return stampCell(styles['kind'] ?? '', ({ kind, replayOf, reason }) => [
        replayOf === null ? `kind:${kind}` : 'kind:replay',
        reason === null ? null : `reason:${reason}`,
      ])
    case 'source':
      return stampCell('', ({ source }) => [`source:${source}`])
    case 'page':
      return textCell(cx(styles['page'], columns['long']), pageText)
    case 'url':
      return addressCell()
    case 'status':
      return textCell(num, (row, { status }) =>
        row.status === null
          ? none(row.state === 'running' ? 'no answer yet' : 'no answer')
          : { text: String(row.status), look: status === 'error' && (styles['err'] ?? '') },
      )
    case 'outcome':
      return textCell(columns['long'] ?? '', ({ outcome }) => ({
        text: outcome,
        look: (outcome === 'error' ? styles['err'] : styles['muted']) ?? '',
      }))
    case 'call':
      return textCell(num, callText)
    case 'total':
      return textCell(num, ({ durationMs }) =>
        durationMs === null ? none('not over') : { text: formatMs(durationMs) },
      )
    case 'props':
      return propsCell()
    case 'wire':
      return textCell(num, ({ wireBytes }) =>
        wireBytes === null ? none('not seen on the wire') : { text: formatBytes(wireBytes) },
      )
    case 'cache':
      return cacheCell()
    case 'calls':
      return textCell(num, ({ upstream }) =>
        upstream.length === 0 ? none('none seen') : { text: formatCount(upstream.length) },
      )
    case 'findings':
      return textCell(num, findingsText)
    case 'bars':
      return barCell()
  }
}

function pageText({ page, source }: ExchangeSummary) {
  if (page !== null) return { text: safeText(shorten(page, 300)) }
  // That no route matched is only known inside the server.
  if (source === 'tap') return none('the answer does not tell its page, and only the wire was seen')
  return { text: 'no page', look: styles['none'] ?? '' }
}

function callText(row: ExchangeSummary, { elapsedMs }: Moment) {
  if (row.callMs !== null) return { text: formatMs(row.callMs) }
  if (row.calling && row.state === 'running')
    return {
      text: `${formatMs(Math.round(Math.max(0, elapsedMs - (row.callStartMs ?? 0))))}…`,
      look: styles['live'] ?? '',
    }
  if (row.source === 'tap') return none('only the wire was seen')
  return none(row.callStartMs === null ? 'no call' : 'its end was not seen')
}

function findingsText(row: ExchangeSummary, { status }: Moment) {
  const count = countOfFindings(row)
  if (count === 0) return none('none')
  const look =
    status === 'error' || row.findings.error > 0 ? styles['err'] : row.findings.warning > 0 ? styles['warn'] : ''
  return { text: formatCount(count), title: safeText(row.rules.join(', ')), look: look ?? '' }
}

/** The size, and a mark where something of the exchange is missing. */
function propsCell(): CellView {
  const size = textCell('', row =>
    row.propsBytes === null
      ? row.unkept !== null && row.outcome === 'props'
        ? { text: 'not kept', title: UNKEPT, look: styles['none'] ?? '' }
        : none(row.source === 'tap' ? 'no props in the answer' : 'no props')
      : { text: formatBytes(row.propsBytes) },
  )
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

function cacheCell(): CellView {
  const element = newCell(cx(styles['cache'], columns['long']))
  let was: string | null = ''
  let wasSent: string | null = ''
  return {
    element,
    update({ cacheDeclared, cacheSent }) {
      if (cacheDeclared === was && cacheSent === wasSent) return
      was = cacheDeclared
      wasSent = cacheSent
      const { short, overwritten, full } = cacheText(cacheDeclared, cacheSent)
      const text = short === null ? NOTHING : safeText(shorten(short, 60))
      element.title =
        short === null ? 'no Cache-Control' : `${safeText(shorten(full, 400))}${overwritten ? ' (overwritten)' : ''}`
      if (!overwritten) {
        element.textContent = text
        return
      }
      const struck = document.createElement('s')
      struck.textContent = text
      element.replaceChildren(struck)
    },
  }
}

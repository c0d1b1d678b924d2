import type { Difference, Side } from '../../../shared/json/compare/comparison.ts'
import { indented } from '../../../shared/json/indented.ts'
import { indexJson } from '../../../shared/json/index-json.ts'
import { type JsonTree, NONE } from '../../../shared/json/json-index.ts'
import { MASK } from '../../../shared/json/secrets.ts'
import { jsonOf, pathOf, previewOf, stringOf } from '../../../shared/json/text.ts'
import { childCount, kindOf, lengthOf, ordinalOf, startOf, stopOf } from '../../../shared/json/tree.ts'
import { typeScriptOf } from '../../../shared/json/typescript.ts'
import { decodeBytes } from '../../../shared/json/utf8.ts'
import { mapOf } from '../../../shared/json/weight/map.ts'
import { assertNever } from '../../../shared/units.ts'
import { createComparer } from './comparer.ts'
import { createFinder } from './finder.ts'
import { createHider } from './hider.ts'
import type { Copied, CopyAs, EngineApi, RowView, ViewApi, Window } from './protocol.ts'
import { createReadsMarks } from './reads-marks.ts'
import { createView, type View } from './view.ts'
import { createWeigher } from './weigher.ts'

/** Of a text that is no JSON: shown from its beginning, and around the fault. */
const BROKEN_TEXT = 256 * 1024
const AROUND = 120
/** A clipboard takes no more without trouble. */
const COPY_LIMIT = 64 * 1024 * 1024
/** Lines of one answer. */
const WINDOW_LIMIT = 2_000
/** Lines that come with the index: a high screen of them. */
const FIRST_ROWS = 100

/** One payload: its bytes, its index, and how it is looked at. Lives in a worker; nothing in it knows that. */
export function createEngine(to: ViewApi): EngineApi {
  let bytes = new Uint8Array(0)
  let filled = 0
  let loaded: { readonly tree: JsonTree; readonly view: View } | null = null

  const finder = createFinder(to)
  const weigher = createWeigher()
  const comparer = createComparer()
  const hider = createHider()
  const reads = createReadsMarks()

  const ready = () => {
    if (!loaded) throw new Error('no payload is indexed')
    return loaded
  }
  const finished = (row: ReturnType<View['row']>): RowView => {
    const secret = row.group ? null : hider.hidden(ready().tree, row.node)
    const read = row.group ? null : reads.of(ready().tree, row.node)
    // Marks would tell what stands below the mask.
    if (secret !== null) return { ...row, text: MASK, rest: 0, secret, reads: read, marks: null }
    return { ...row, secret, reads: read, marks: row.group ? null : finder.marksIn(row) }
  }
  const rowsOf = ({ from, to }: Window) => {
    const { view } = ready()
    const { rows, active } = view.state
    const count = Math.min(WINDOW_LIMIT, to - from)
    const first = from >= 0 ? from : Math.max(0, Math.min(active - (count >> 1), rows - count))
    return Array.from({ length: Math.max(0, Math.min(count, rows - first)) }, (_, n) => {
      return finished(view.row(first + n))
    })
  }

  return {
    append(piece, total) {
      // A payload in one piece is taken as it is.
      if (filled === 0 && piece.length === total) {
        bytes = piece as Uint8Array<ArrayBuffer>
        filled = total
        return
      }
      if (filled === 0) bytes = new Uint8Array(total)
      bytes.set(piece.subarray(0, total - filled), filled)
      filled += piece.length
    },
    index(secrets) {
      const text = bytes.subarray(0, filled)
      const result = indexJson(text)
      if (!result.ok) {
        const { at } = result.fault
        return {
          ...result,
          bytes: filled,
          text: decodeBytes(text, 0, Math.min(filled, BROKEN_TEXT)),
          around: decodeBytes(text, Math.max(0, at - AROUND), Math.min(filled, at + AROUND)),
        }
      }
      const tree = { bytes: text, index: result.index }
      const view = createView(tree)
      loaded = { tree, view }
      // Before the first line is made: what is a secret is never sent.
      hider.know(tree, secrets)
      return {
        ok: true,
        first: { state: view.state, rows: rowsOf({ from: 0, to: FIRST_ROWS }) },
        facts: {
          bytes: lengthOf(tree, 0),
          values: result.index.count,
          kind: kindOf(tree, 0),
          children: childCount(result.index, 0),
        },
      }
    },
    act(action, window) {
      const { view } = ready()
      view.act(action)
      return { state: view.state, rows: rowsOf(window) }
    },
    rows: (version, window) => (ready().view.state.version === version ? rowsOf(window) : []),
    value(node, limit) {
      const { tree } = ready()
      const own = lengthOf(tree, node)
      const kind = kindOf(tree, node)
      const scalar = kind !== 'object' && kind !== 'array'
      const secret = hider.hidden(tree, node)
      const { text, rest } =
        secret !== null ? { text: MASK, rest: 0 } : scalar ? previewOf(tree, node, limit) : { text: null, rest: 0 }
      return {
        node,
        path: pathOf(tree, node),
        kind,
        bytes: own,
        share: own / Math.max(1, lengthOf(tree, 0)),
        children: childCount(tree.index, node),
        text,
        rest,
        secret,
        compressed: weigher.compressedSize(tree, node),
      }
    },
    copy: (node, as) => copy(ready().tree, node, as),
    file(node) {
      const { tree } = ready()
      return new Blob([tree.bytes.subarray(startOf(tree, node), stopOf(tree, node)) as Uint8Array<ArrayBuffer>], {
        type: 'application/json',
      })
    },
    knowReads: signs => reads.know(ready().tree, signs),
    reveal: node => hider.reveal(node),
    weigh() {
      const { tree } = ready()
      return weigher.weigh(
        tree,
        node => hider.hidden(tree, node) !== null,
        done => to.progress(done),
      )
    },
    stopWeighing: () => weigher.stop(),
    map: node => mapOf(ready().tree, node),
    appendOther: (piece, total) => comparer.append(piece, total),
    async compare(ignore, secrets) {
      const { tree } = ready()
      const compared = await comparer.compare(tree, ignore, done => to.progress(done))
      if (!compared.ok) return compared
      const paths = new Set(secrets.map(({ path }) => path))
      const isHidden = (one: Difference) =>
        ('after' in one && hider.hidden(tree, one.after.node) !== null) ||
        ('before' in one && paths.has(one.before.path))
      const { comparison } = compared
      return { ok: true, comparison: { ...comparison, differences: comparison.differences.map(hide(isHidden)) } }
    },
    dropOther: () => comparer.drop(),
    find: (box, matchCase) => finder.find(ready().tree, box, matchCase),
    stopFinding: () => finder.stop(),
    goToHit(hit, window) {
      const { view } = ready()
      const { hits } = finder
      const at = hit >= 0 ? Math.min(hit, hits.kept - 1) : finder.nearest(view.state.node)
      if (at >= 0) view.act({ kind: 'reveal', node: hits.nodeOf(at) })
      return { state: view.state, rows: rowsOf(window), hit: at < 0 ? null : at }
    },
    close: () => finder.close(),
  }
}

/** A difference of which nothing is told but where it is. */
const hide =
  (isHidden: (one: Difference) => boolean) =>
  (one: Difference): Difference => {
    if (!isHidden(one)) return one
    const side = (of: Side) => ({ ...of, preview: MASK })
    switch (one.kind) {
      case 'added':
        return { ...one, after: side(one.after) }
      case 'removed':
        return { ...one, before: side(one.before) }
      case 'changed':
      case 'moved':
        return { ...one, before: side(one.before), after: side(one.after) }
      default:
        return assertNever(one)
    }
  }

function copy(tree: JsonTree, node: number, as: CopyAs): Copied {
  if (as === 'path') return { ok: true, text: pathOf(tree, node) }
  if (as === 'type') return { ok: true, text: typeScriptOf(tree, node) }
  if (lengthOf(tree, node) > COPY_LIMIT) {
    return { ok: false, why: 'It is too large for the clipboard. Save it to a file instead.' }
  }
  if (as === 'text') {
    const string = kindOf(tree, node) === 'string'
    return { ok: true, text: (string ? stringOf : jsonOf)(tree, node, Number.POSITIVE_INFINITY).text }
  }
  // Indented, a deep value may be many times as long: then as it is written.
  const leaf = ordinalOf(tree.index, node) === NONE
  const text = leaf ? null : indented(tree, node, COPY_LIMIT)
  return { ok: true, text: text ?? jsonOf(tree, node, Number.POSITIVE_INFINITY).text }
}

import type { PropsReading, RecordedReads } from '../../shared/props-reading.ts'
import { bytesText, countText } from '../analysis/findings/words.ts'
import type { Outcome } from './replay-outcome.ts'

/** Writes what came of one exchange to stdout, for people or as a line of JSON. */
export function printOutcome(outcome: Outcome, json: boolean): void {
  if (json) {
    process.stdout.write(`${JSON.stringify(outcome)}\n`)
    return
  }
  const { method, url, differs, times, callMs, totalMs, notes } = outcome
  const ms = (value: number | null) => (value === null ? '–' : `${value.toFixed(1)} ms`)
  const figures = `call ${ms(callMs.p50)} (recorded ${ms(callMs.recorded)}), in all ${ms(totalMs.p50)}`
  const write = (line: string) => process.stdout.write(`${printable(line)}\n`)
  write(`${differs.length === 0 ? 'same   ' : 'DIFFERS'}  ${method} ${url}  ${times} sent, ${figures}`)
  for (const { words, count } of differs) write(`         ${count} of ${times}: ${words}`)
  for (const note of notes) write(`         (${note})`)
  for (const line of outcome.reads ? readsLines(outcome.reads) : []) write(`         ${line}`)
}

/** What is not shown of a long list is counted. */
const PATHS_AT_MOST = 40
const STATES = { unread: '', 'looked-at': 'only looked at', 'not-watched': 'not watched', unknown: 'unknown' } as const

/** What the render read of the props, as a table. */
export function readsLines({ reading, why }: RecordedReads): readonly string[] {
  if (reading === null) return [`no reading of props: ${why}`]
  const { bytes, unreadBytes, lookedAtBytes, paths, whole } = reading
  const share = (part: number) => `${((part / Math.max(1, bytes)) * 100).toFixed(1)} %`
  const shown = paths.slice(0, PATHS_AT_MOST)
  const rows = shown.map(({ path, state, bytes: size, count, of }) => [
    bytesText(size),
    share(size),
    path === '' ? 'the props themselves' : path,
    [STATES[state], of > 1 ? `${count} of ${of}` : ''].filter(words => words !== '').join(', '),
  ])
  const left = paths.length - shown.length + reading.pathsLeftOut
  return [
    `never read while the server rendered this request: ${bytesText(unreadBytes)} of ${bytesText(bytes)} of props (${share(unreadBytes)})`,
    ...(lookedAtBytes > 0
      ? [`only looked at, and nothing in it read: ${bytesText(lookedAtBytes)} (${share(lookedAtBytes)})`]
      : []),
    'handlers, effects and later renders in the browser may read it all the same: it may not be removable',
    ...columns([['bytes', 'share', 'path', ''], ...rows]),
    ...(left > 0 ? [`and ${countText(left, 'more path')}`] : []),
    ...whole.map(one => wholeLine(one)),
  ]
}

function wholeLine({ path, count, by, place }: PropsReading['whole'][number]): string {
  const where = place === null ? '' : ` at ${place.file}${place.line === null ? '' : `:${place.line}`}`
  return `read whole by ${by}${where}: ${path === '' ? 'the props themselves' : path}${count > 1 ? ` (${count} times)` : ''}`
}

/** Numbers to the right. */
function columns(rows: readonly (readonly [string, string, string, string] | readonly string[])[]): readonly string[] {
  const width = (column: number) => Math.max(...rows.map(row => row[column]?.length ?? 0))
  const [bytes, share, path] = [width(0), width(1), Math.min(80, width(2))]
  return rows.map(([a = '', b = '', c = '', d = '']) =>
    `  ${a.padStart(bytes)}  ${b.padStart(share)}  ${c.padEnd(path)}  ${d}`.trimEnd(),
  )
}

/** What was captured must not steer the terminal. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is taken out
const printable = (text: string) => text.replace(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g, '\ufffd')

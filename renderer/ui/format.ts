import prettyBytes from 'pretty-bytes'

/** Shown in a number cell where nothing is known. Screen readers get words from the cell's own label. */
export const NOTHING = '–'

const counts = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 })

/** Bytes in decimal units with three digits, e.g. `412 B`, `11.6 kB`; `–` for null. */
export function formatBytes(bytes: number | null): string {
  if (bytes === null) return NOTHING
  // As prettyBytes, without asking for the locale each time: rows show some hundred sizes a frame.
  if (!(bytes >= 0 && bytes < 999_500_000)) return prettyBytes(bytes, { locale: 'en-US' })
  if (bytes < 1000) return `${Number.isInteger(bytes) ? bytes : Number(bytes.toPrecision(3))} B`
  if (bytes < 999_500) return `${Number((bytes / 1000).toPrecision(3))} kB`
  return bytes < 1_000_000 ? prettyBytes(bytes, { locale: 'en-US' }) : `${Number((bytes / 1e6).toPrecision(3))} MB`
}

/** Milliseconds with the digits that mean something: `0.42 ms`, `3.1 ms`, `38 ms`, `1.24 s`, `2 min 5 s`; `–` for null. */
export function formatMs(ms: number | null): string {
  if (ms === null) return NOTHING
  if (ms === 0) return '0 ms'
  if (ms < 0.995) return `${ms.toFixed(2)} ms`
  if (ms < 9.95) return `${ms.toFixed(1)} ms`
  if (ms < 999.5) return `${ms.toFixed(0)} ms`
  if (ms < 9_995) return `${(ms / 1000).toFixed(2)} s`
  if (ms < 59_950) return `${(ms / 1000).toFixed(1)} s`
  const seconds = Math.round(ms / 1000)
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`
}

/** A count with thousands separators, e.g. `1,204`. */
export function formatCount(count: number): string {
  return counts.format(count)
}

/** `1 exchange`, `1,204 exchanges`. */
export function formatCountOf(count: number, one: string, many = `${one}s`): string {
  return `${counts.format(count)} ${count === 1 ? one : many}`
}

/** A share between 0 and 1 as `71 %`; `–` for null. */
export function formatShare(share: number | null): string {
  if (share === null) return NOTHING
  const percent = share * 100
  return `${percent > 0 && percent < 1 ? '<1' : percent.toFixed(0)} %`
}

const two = (value: number) => String(value).padStart(2, '0')

/** Local wall-clock time of epoch milliseconds, 24 hours: `14:02:08`, with `precise` `14:02:08.123`. */
export function formatClock(epochMs: number, precise = false): string {
  const date = new Date(epochMs)
  const text = `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`
  return precise ? `${text}.${String(date.getMilliseconds()).padStart(3, '0')}` : text
}

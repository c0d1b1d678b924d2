import { type PathPattern, readPattern } from '../path-pattern.ts'

/** Characters, in any case unless `matchCase`. */
export interface TextQuery {
  readonly kind: 'text'
  readonly text: string
  readonly matchCase: boolean
}

/** A regular expression as the user wrote it: it may be made to hang, so it only ever runs where it can be ended (`values.ts`). */
export interface RegexQuery {
  readonly kind: 'regex'
  readonly source: string
  readonly flags: string
}

export type Query =
  | TextQuery
  | RegexQuery
  /** Values under a path; with a filter those that also match it. */
  | { readonly kind: 'path'; readonly pattern: PathPattern; readonly filter: TextQuery | RegexQuery | null }

export type QueryResult = { readonly ok: true; readonly query: Query } | { readonly ok: false; readonly why: string }

const REGEX = /^\/(?<source>.+)\/(?<flags>[a-z]*)$/su

/** Reads a search box: text, `/regular expression/i`, `path:items[*].price`, or a path and one of the others behind it. */
export function readQuery(box: string, matchCase: boolean): QueryResult {
  const text = box.trim()
  if (text === '') return { ok: false, why: 'There is nothing to look for.' }
  if (!text.startsWith('path:')) return readFilter(text, matchCase)
  const [path, rest] = cutPath(text.slice('path:'.length).trimStart())
  const read = readPattern(path)
  if (!read.ok) return { ok: false, why: `The path is not understood: ${read.why}.` }
  if (rest === '') return { ok: true, query: { kind: 'path', pattern: read.pattern, filter: null } }
  const filter = readFilter(rest, matchCase)
  return filter.ok ? { ok: true, query: { kind: 'path', pattern: read.pattern, filter: filter.query } } : filter
}

function readFilter(
  text: string,
  matchCase: boolean,
): { readonly ok: true; readonly query: TextQuery | RegexQuery } | { readonly ok: false; readonly why: string } {
  const { source, flags } = REGEX.exec(text)?.groups ?? {}
  if (source === undefined) return { ok: true, query: { kind: 'text', text, matchCase } }
  try {
    // `g` and `y` would make it remember where it was.
    const own = `${flags}`.replace(/[gyd]/g, '')
    return { ok: true, query: { kind: 'regex', source, flags: new RegExp(source, own).flags } }
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    return { ok: false, why: `The regular expression is not understood: ${why}.` }
  }
}

/** The path ends at the first space that is in no quotes. */
function cutPath(text: string): [string, string] {
  const path = /^(?:"(?:[^"\\]|\\.)*"|[^\s"])*/u.exec(text)?.[0] ?? ''
  return [path, text.slice(path.length).trim()]
}

/** Finds a text query: no pattern of the user's, so it takes no longer than the text is long. */
export function literal({ text, matchCase }: TextQuery): RegExp {
  return new RegExp(escapeRegex(text), matchCase ? 'gu' : 'giu')
}

export const escapeRegex = (text: string): string => text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')

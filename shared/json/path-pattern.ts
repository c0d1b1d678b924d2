/**
 * A pattern of paths, as `items[*].price`: names and `["odd key"]`, `[3]`, `[*]` for any element, `*` for any one key or element, `**` for any number of
 * levels. It is matched from the props on; one that begins with `*.` at any depth (`*.updatedAt`). Several stand side by side with `anyOf`.
 */
export interface PathPattern {
  /** Where a walk begins: at the props. */
  readonly start: PatternState
  /** The state behind a key of an object, or an element of an array. */
  key(state: PatternState, name: string): PatternState
  element(state: PatternState, position: number): PatternState
  /** The walk has come to a value that the pattern means. */
  accepts(state: PatternState): boolean
  /** Nothing below can match any more. */
  dead(state: PatternState): boolean
}

/** Bits: which places of the pattern the walk may be at. */
export type PatternState = readonly number[]

type Segment =
  | { readonly kind: 'key'; readonly name: string }
  | { readonly kind: 'element'; readonly position: number | null }
  | { readonly kind: 'any' }
  | { readonly kind: 'deep' }

export type PatternResult =
  | { readonly ok: true; readonly pattern: PathPattern }
  | { readonly ok: false; readonly why: string }

const LONGEST = 30
const TOKEN =
  /(?<deep>\*\*)|(?<any>\*)|\[(?:(?<every>\*)|(?<position>\d+)|(?<quoted>"(?:[^"\\]|\\.)*"))\]|(?<name>[^.[\]*"\s]+)|(?<dot>\.)/uy

/** Reads one pattern; says in words what is wrong with it. */
export function readPattern(text: string): PatternResult {
  const segments = segmentsOf(text.trim())
  return typeof segments === 'string' ? { ok: false, why: segments } : { ok: true, pattern: compile([segments]) }
}

/** One pattern that matches what any of `texts` does. */
export function anyOf(texts: readonly string[]): PatternResult {
  const all: Segment[][] = []
  for (const text of texts) {
    const segments = segmentsOf(text.trim())
    if (typeof segments === 'string') return { ok: false, why: `“${text}”: ${segments}` }
    all.push(segments)
  }
  return { ok: true, pattern: compile(all) }
}

function segmentsOf(text: string): Segment[] | string {
  const segments: Segment[] = []
  if (text === '') return 'the path is empty'
  let at = 0
  let dot = true
  while (at < text.length) {
    TOKEN.lastIndex = at
    const found = TOKEN.exec(text)?.groups
    if (!found) return `“${text.slice(at, at + 20)}” is not understood at character ${at + 1}`
    at = TOKEN.lastIndex
    const { deep, any, every, position, quoted, name } = found
    if (found['dot'] !== undefined) {
      if (dot) return `a name is missing at character ${at}`
      dot = true
      continue
    }
    const bracket = every !== undefined || position !== undefined || quoted !== undefined
    if (!dot && !bracket) return `a dot is missing at character ${at}`
    dot = false
    if (deep !== undefined) segments.push({ kind: 'deep' })
    else if (any !== undefined) segments.push({ kind: 'any' })
    else if (every !== undefined) segments.push({ kind: 'element', position: null })
    else if (position !== undefined) segments.push({ kind: 'element', position: Number(position) })
    else if (name !== undefined) segments.push({ kind: 'key', name })
    else {
      const key = unquoted(quoted ?? '')
      if (key === null) return `${quoted} is no string`
      segments.push({ kind: 'key', name: key })
    }
  }
  if (dot) return 'the path ends with a dot'
  if (segments[0]?.kind === 'any' && segments.length > 1) segments[0] = { kind: 'deep' }
  return segments.length > LONGEST ? `it has more than ${LONGEST} parts` : segments
}

function unquoted(text: string): string | null {
  try {
    return JSON.parse(text) as string
  } catch {
    return null
  }
}

function compile(all: readonly (readonly Segment[])[]): PathPattern {
  /** Places that are reached without a step: `**` may stand for no level. */
  const closed = (segments: readonly Segment[], bits: number): number => {
    let out = bits
    segments.forEach((segment, place) => {
      if (segment.kind === 'deep' && out & (1 << place)) out |= 1 << (place + 1)
    })
    return out
  }
  const step = (state: PatternState, fits: (segment: Segment) => boolean): PatternState =>
    all.map((segments, which) => {
      const bits = state[which] ?? 0
      if (bits === 0) return 0
      let out = 0
      segments.forEach((segment, place) => {
        if (!(bits & (1 << place))) return
        if (segment.kind === 'deep') out |= 1 << place
        else if (fits(segment)) out |= 1 << (place + 1)
      })
      return closed(segments, out)
    })
  return {
    start: all.map(segments => closed(segments, 1)),
    key: (state, name) =>
      step(state, segment => segment.kind === 'any' || (segment.kind === 'key' && segment.name === name)),
    element: (state, position) =>
      step(
        state,
        segment =>
          segment.kind === 'any' ||
          (segment.kind === 'element' && (segment.position === null || segment.position === position)),
      ),
    accepts: state => all.some((segments, which) => ((state[which] ?? 0) >> segments.length) & 1),
    dead: state => state.every(bits => bits === 0),
  }
}

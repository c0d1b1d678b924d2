/** When one request ran, in epoch ms. */
export interface Span {
  readonly startMs: number
  readonly endMs: number
}

/** A stretch of time in which nothing ran, drawn as a seam. */
export interface Fold {
  /** Left edge of the seam in px, and how much time it stands for. */
  readonly x: number
  readonly gapMs: number
}

/** Where times lie in the waterfall of the rows in sight: time runs evenly, but for long gaps, which are folded. The times that are written stay what they are. */
export interface ClockAxis {
  readonly x: (epochMs: number) => number
  readonly folds: readonly Fold[]
  readonly ticks: readonly { readonly x: number; readonly epochMs: number }[]
  /** Time between two ticks, in ms. */
  readonly stepMs: number
}

export const FOLD_PX = 9
/** A gap is folded where it is longer than this share of the time in which something ran, and than this many ms. */
const FOLD_SHARE = 0.35
const FOLD_LEAST_MS = 250
const TICK_PX = 70
const STEPS = [1, 2, 5]

interface Piece extends Span {
  /** Where it begins in px, and px for each ms. */
  readonly left: number
  readonly scale: number
}

/** `spans` in any order. */
export function makeClockAxis(spans: readonly Span[], width: number): ClockAxis {
  const runs = merged(spans)
  const busyMs = runs.reduce((sum, { startMs, endMs }) => sum + endMs - startMs, 0)
  const longest = Math.max(FOLD_LEAST_MS, busyMs * FOLD_SHARE)
  const pieces: Span[] = []
  for (const run of runs) {
    const last = pieces.at(-1)
    if (last && run.startMs - last.endMs <= longest)
      pieces[pieces.length - 1] = { startMs: last.startMs, endMs: run.endMs }
    else pieces.push(run)
  }
  const shownMs = Math.max(
    1,
    pieces.reduce((sum, { startMs, endMs }) => sum + endMs - startMs, 0),
  )
  const seams = Math.max(0, pieces.length - 1)
  // With very many pieces the seams may not take more than a third.
  const foldPx = seams === 0 ? 0 : Math.min(FOLD_PX, width / 3 / seams)
  const scale = Math.max(0, width - seams * foldPx) / shownMs
  const laid: Piece[] = []
  let left = 0
  for (const piece of pieces) {
    laid.push({ ...piece, left, scale })
    left += (piece.endMs - piece.startMs) * scale + foldPx
  }
  const stepMs = stepFor(TICK_PX / Math.max(scale, 1e-9))
  return {
    x: epochMs => place(laid, epochMs, foldPx),
    folds: laid
      .slice(1)
      .map((piece, index) => ({ x: piece.left - foldPx, gapMs: piece.startMs - (laid[index]?.endMs ?? 0) })),
    ticks: laid.flatMap(piece => ticksOf(piece, stepMs)),
    stepMs,
  }
}

function merged(spans: readonly Span[]): Span[] {
  const runs: Span[] = []
  for (const { startMs, endMs } of [...spans].sort((a, b) => a.startMs - b.startMs)) {
    const last = runs.at(-1)
    const end = Math.max(startMs, endMs)
    if (last && startMs <= last.endMs)
      runs[runs.length - 1] = { startMs: last.startMs, endMs: Math.max(last.endMs, end) }
    else runs.push({ startMs, endMs: end })
  }
  return runs
}

function place(pieces: readonly Piece[], epochMs: number, foldPx: number): number {
  let at = 0
  for (const { startMs, endMs, left, scale } of pieces) {
    if (epochMs < startMs) return Math.max(at, left - foldPx)
    at = left + (Math.min(epochMs, endMs) - startMs) * scale
    if (epochMs <= endMs) return at
  }
  return at
}

/** At round times; the first piece of little room has none. */
function ticksOf({ startMs, endMs, left, scale }: Piece, stepMs: number): { x: number; epochMs: number }[] {
  const ticks: { x: number; epochMs: number }[] = []
  for (let at = Math.ceil(startMs / stepMs) * stepMs; at <= endMs && ticks.length < 100; at += stepMs)
    ticks.push({ x: left + (at - startMs) * scale, epochMs: at })
  return ticks
}

function stepFor(leastMs: number): number {
  for (let power = 1; power < 1e12; power *= 10) {
    for (const step of STEPS) if (step * power >= leastMs) return step * power
  }
  return 1e12
}

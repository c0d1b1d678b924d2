import type { FlameBar, FlameTotal } from '../../shared/replay.ts'
import type { CpuProfile } from '../inspector/cpu-profile.ts'

/** A function as V8 names it; lines and columns from 1, null where there are none. */
export interface FlamePlace {
  readonly name: string
  readonly file: string
  readonly line: number | null
  readonly column: number | null
}

/** A stretch of time in which a function was on the stack, at the depth that it had there. */
export interface FlameStretch {
  readonly node: number
  readonly depth: number
  readonly startUs: number
  endUs: number
}

export interface Flame {
  readonly places: ReadonlyMap<number, FlamePlace>
  readonly stretches: readonly FlameStretch[]
  /** Time in µs in which nothing ran, and in which V8 itself did (garbage, compiling). */
  readonly idleUs: number
  readonly engineUs: number
}

const META = new Set(['(root)', '(program)', '(idle)', '(garbage collector)'])

/**
 * What ran when, between two moments (µs of the profile's clock). V8 takes samples; a function counts from the sample that first shows it until the first that does not. Stretches
 * that follow each other with the same function at the same depth are one.
 */
export function flameOf(profile: CpuProfile, fromUs: number, toUs: number): Flame {
  const nodes = new Map(profile.nodes.map(node => [node.id, node]))
  const parents = new Map<number, number>()
  for (const node of profile.nodes) for (const child of node.children ?? []) parents.set(child, node.id)
  const stacks = new Map<number, readonly number[]>()
  const stackOf = (id: number): readonly number[] => {
    const known = stacks.get(id)
    if (known) return known
    const stack: number[] = []
    const seen = new Set<number>()
    for (let at: number | undefined = id; at !== undefined && !seen.has(at); at = parents.get(at)) {
      seen.add(at)
      if (!META.has(nodes.get(at)?.callFrame.functionName ?? '')) stack.unshift(at)
    }
    stacks.set(id, stack)
    return stack
  }
  const open: FlameStretch[] = []
  const stretches: FlameStretch[] = []
  let idleUs = 0
  let engineUs = 0
  let at = profile.startTime
  for (const [index, id] of profile.samples.entries()) {
    at += profile.timeDeltas[index] ?? 0
    const until = index + 1 < profile.samples.length ? at + (profile.timeDeltas[index + 1] ?? 0) : profile.endTime
    const [start, end] = [Math.max(at, fromUs), Math.min(until, toUs)]
    if (end <= start) continue
    const name = nodes.get(id)?.callFrame.functionName ?? ''
    if (name === '(idle)') idleUs += end - start
    else if (META.has(name)) engineUs += end - start
    // While V8 collects garbage the stack below it stays as it was.
    if (name === '(garbage collector)') {
      for (const stretch of open) stretch.endUs = end
      continue
    }
    const stack = stackOf(id)
    let same = 0
    while (
      same < open.length &&
      same < stack.length &&
      open[same]?.node === stack[same] &&
      (open[same]?.endUs ?? 0) >= start - 1
    ) {
      const stretch = open[same]
      if (stretch) stretch.endUs = end
      same += 1
    }
    open.length = same
    for (const [depth, node] of stack.entries()) {
      if (depth < same) continue
      const stretch = { node, depth, startUs: start, endUs: end }
      open.push(stretch)
      stretches.push(stretch)
    }
  }
  const places = new Map(
    [...new Set(stretches.map(({ node }) => node))].map(id => {
      const frame = nodes.get(id)?.callFrame
      return [
        id,
        {
          name: frame?.functionName ?? '',
          file: frame?.url ?? '',
          line: frame && frame.lineNumber >= 0 ? frame.lineNumber + 1 : null,
          column: frame && frame.columnNumber >= 0 ? frame.columnNumber + 1 : null,
        },
      ] as const
    }),
  )
  return { places, stretches, idleUs, engineUs }
}

/** Time of each function, itself alone and with what it called; a function that calls itself counts once. */
export function totalsOf(bars: readonly FlameBar[]): readonly FlameTotal[] {
  const totals = new Map<
    string,
    { name: string; place: string | null; own: boolean; selfMs: number; totalMs: number }
  >()
  const key = ({ name, place }: FlameBar) => `${name} ${place ?? ''}`
  const byStart = [...bars].sort((a, b) => a.startMs - b.startMs || a.depth - b.depth)
  const open: FlameBar[] = []
  for (const bar of byStart) {
    open.length = Math.min(open.length, bar.depth)
    const parent = open[bar.depth - 1]
    const entry = totals.get(key(bar)) ?? { name: bar.name, place: bar.place, own: bar.own, selfMs: 0, totalMs: 0 }
    entry.selfMs += bar.durationMs
    if (!open.some(one => key(one) === key(bar))) entry.totalMs += bar.durationMs
    totals.set(key(bar), entry)
    const above = parent && totals.get(key(parent))
    if (above) above.selfMs -= bar.durationMs
    open[bar.depth] = bar
  }
  return [...totals.values()]
    .map(total => ({ ...total, selfMs: Math.max(0, total.selfMs) }))
    .sort((a, b) => b.selfMs - a.selfMs)
}

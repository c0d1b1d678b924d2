import { z } from 'zod'
import type { Exchange } from '../../shared/exchange.ts'
import { fail, ok, type Result } from '../../shared/problem.ts'
import type { FlameBar, FlameTotal, ProfiledReplay } from '../../shared/replay.ts'
import type { SourceMaps } from '../analysis/source-maps.ts'
import { type CpuProfile, CpuProfileSchema } from '../inspector/cpu-profile.ts'
import type { InspectorSession } from '../inspector/session.ts'
import { type FlamePlace, flameOf, totalsOf } from './flame.ts'

/** Between two samples, in µs: fine enough to see a call of a millisecond. */
const INTERVAL_US = 100
/** Narrower bars are not drawn, as a share of the whole. */
const NARROWEST = 0.0005
const BARS_AT_MOST = 4000
const TOTALS_AT_MOST = 60

const ClockSchema = z.object({ us: z.number(), epochMs: z.number() })
/** Both clocks of the process, read at once. */
const CLOCK = '(() => ({ us: Number(process.hrtime.bigint() / 1000n), epochMs: Date.now() }))()'

/** A profile, and how its clock and the wall clock go together. */
export interface Profiled {
  readonly profile: CpuProfile
  readonly clock: z.infer<typeof ClockSchema>
}

/** Has the process profiled while `work` runs. */
export async function profileWhile(session: InspectorSession, work: () => Promise<void>): Promise<Result<Profiled>> {
  const clock = await session.evaluate(CLOCK)
  if (!clock.ok) return clock
  const begun = await session.startProfile(INTERVAL_US)
  if (!begun.ok) return begun
  await work()
  const stopped = await session.stopProfile()
  if (!stopped.ok) return stopped
  const profile = CpuProfileSchema.safeParse(stopped.value)
  const clocks = ClockSchema.safeParse(clock.value)
  if (profile.success && clocks.success) return ok({ profile: profile.data, clock: clocks.data })
  return fail(
    'inspector-refused',
    'The profile that the server sent is not of the shape that V8 writes.',
    'Please report this with the version of Node.',
  )
}

/** What ran during the request. `others`: how many other requests ran meanwhile, whose work is in it too. */
export async function profiledReplay(
  { profile, clock }: Profiled,
  exchange: Exchange,
  others: number,
  { maps, folder }: { readonly maps: SourceMaps; readonly folder: string | null },
): Promise<ProfiledReplay> {
  const us = (offsetMs: number) => clock.us + (exchange.startedAt + offsetMs - clock.epochMs) * 1000
  const durationMs = exchange.durationMs ?? 0
  const [from, to] = [us(0), us(durationMs)]
  const { stretches, places, idleUs, engineUs } = flameOf(profile, from, to)
  const named = new Map(
    await Promise.all([...places].map(async ([id, place]) => [id, await placeOf(place, maps, folder)] as const)),
  )
  const all = stretches.map(({ node, depth, startUs, endUs }): FlameBar => {
    const { name, place, own } = named.get(node) ?? { name: '', place: null, own: false }
    return { name, place, own, depth, startMs: (startUs - from) / 1000, durationMs: (endUs - startUs) / 1000 }
  })
  const bars = all.filter(bar => bar.durationMs >= durationMs * NARROWEST).slice(0, BARS_AT_MOST)
  return {
    exchange: exchange.id,
    durationMs,
    call: exchange.call && { startMs: exchange.call.startMs, durationMs: exchange.call.durationMs },
    bars,
    leftOut: all.length - bars.length,
    totals: mostOf(totalsOf(all)),
    idleMs: idleUs / 1000,
    engineMs: engineUs / 1000,
    intervalUs: INTERVAL_US,
    others,
  }
}

/** Those with most time of their own, and all of the project's that one would look for. */
function mostOf(totals: readonly FlameTotal[]): readonly FlameTotal[] {
  let own = 0
  return totals.filter((total, at) => at < TOTALS_AT_MOST || (total.own && own++ < TOTALS_AT_MOST))
}

async function placeOf({ name, file, line, column }: FlamePlace, maps: SourceMaps, folder: string | null) {
  const path = file.replace(/^file:\/\//, '')
  const frame = { function: name === '' ? null : name, file: path, line, column, own: false }
  const mapped = await maps.mapFrame(frame, folder)
  const short =
    folder !== null && mapped.file.startsWith(`${folder}/`) ? mapped.file.slice(folder.length + 1) : mapped.file
  return {
    name: name === '' ? '(anonymous)' : name,
    place: path === '' ? null : `${short}${mapped.line === null ? '' : `:${mapped.line}`}`,
    own: mapped.own,
  }
}

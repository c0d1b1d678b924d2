import { setImmediate as turn } from 'node:timers/promises'
import type { Exchange } from '../../shared/exchange.ts'
import { indexJson } from '../../shared/json/index-json.ts'
import { inSlices, type Job } from '../../shared/json/job.ts'
import { matchReads } from '../../shared/json/reads/match-reads.ts'
import { type ReadsSummary, summariseReads } from '../../shared/json/reads/summarise-reads.ts'
import type { PropsReading } from '../../shared/props-reading.ts'
import type { PropsReadEvent } from '../../shared/raw-events.ts'
import { assertNever } from '../../shared/units.ts'
import type { SourceMaps } from '../analysis/source-maps.ts'
import { framesOf } from '../correlate/errors.ts'

export interface ReadingSource {
  readonly maps: SourceMaps
  /** The project's. */
  readonly folder: string | null
}

/** Larger props are not gone through here, in bytes. */
const WHOLE_AT_MOST = 50
const PROPS_AT_MOST = 32 * 1024 * 1024

/** What the agent told, put beside the props that were sent; or why that is not possible. */
export async function readingOf(
  event: PropsReadEvent | null,
  exchange: Exchange,
  props: Uint8Array | null,
  source: ReadingSource,
): Promise<{ readonly reading: PropsReading } | { readonly why: string }> {
  const nothing = whyNothing(event, exchange)
  if (nothing !== null) return { why: nothing }
  if (props === null)
    return { why: 'The props that were sent were not captured, so that what was read cannot be put beside them.' }
  if (props.byteLength > PROPS_AT_MOST)
    return { why: 'The props are larger than 32 MB, which is more than is gone through.' }
  const indexed = indexJson(props)
  if (!indexed.ok) return { why: 'The props that were sent are no JSON that can be read.' }
  const tree = { bytes: props, index: indexed.index }
  const matched = await whole(matchReads(tree, event?.reads ?? ''))
  if (!matched) return { why: 'What the agent told does not fit the props that were sent.' }
  const summary = await whole(summariseReads(tree, matched))
  return {
    reading: { ...summary, whole: together(await Promise.all(summary.whole.map(one => placed(one, event, source)))) },
  }
}

const whole = async <T>(job: Job<T>): Promise<T> =>
  (await inSlices(job, { pause: () => turn(), clock: () => performance.now(), stopped: () => false })) as T

/** Elements of one array, taken at one place, are one. */
function together(all: PropsReading['whole']): PropsReading['whole'] {
  const found = new Map<string, PropsReading['whole'][number]>()
  for (const one of all) {
    const path = one.path.replace(/\[\d+\]/g, '[*]')
    const key = JSON.stringify([path, one.by, one.place?.file, one.place?.line])
    const before = found.get(key)
    found.set(key, before ? { ...before, count: before.count + 1 } : { ...one, path })
  }
  return [...found.values()].slice(0, WHOLE_AT_MOST)
}

async function placed(
  { path, place }: ReadsSummary['whole'][number],
  event: PropsReadEvent | null,
  { maps, folder }: ReadingSource,
): Promise<PropsReading['whole'][number]> {
  const told = event?.places[place]
  const frames = await Promise.all(framesOf(told?.stack ?? '', folder).map(frame => maps.mapFrame(frame, folder)))
  return { path, count: 1, by: told?.by ?? 'a function', place: frames.find(({ own }) => own) ?? frames[0] ?? null }
}

/** Why there is nothing to be told, in a sentence. */
function whyNothing(event: PropsReadEvent | null, { outcome, call, renderError }: Exchange): string | null {
  switch (outcome) {
    case 'redirect':
      return 'The call answered with a redirect: nothing was rendered.'
    case 'notFound':
      return 'The call said notFound: Next rendered its 404 page, which gets none of these props.'
    case 'error':
      if (call?.error) return 'The call failed, so that there were no props to render with.'
      return 'Next refused what the call returned, so that nothing was rendered with it.'
    case 'none':
      return 'No getServerSideProps ran for this request. Props of getInitialProps and of getStaticProps are not watched.'
    case 'props':
      break
    default:
      return assertNever(outcome)
  }
  if (renderError) return 'Rendering failed, so that what it did not get to is not known.'
  if (event === null)
    return 'The agent told nothing of it. Where the server is reached through a forwarded port it cannot know which request it is.'
  if (event.reads !== null) return null
  switch (event.why) {
    case 'no-call':
      return 'No call was seen that returned props.'
    case 'no-react':
      return 'React was not found among what this server has loaded, so that its elements cannot be watched.'
    case 'no-app':
      return 'Nothing was rendered with the props: the call sent the answer itself, or the page is rendered in a way that is not known here.'
    case 'aborted':
      return 'The request was broken off before its answer was whole.'
    case 'too-long':
      return 'The answer took more than a minute, and is no more watched then.'
    case 'unsupported':
      return 'This version of Next renders outside of what can be watched; it takes 13.4 or later.'
    case 'exceeded':
    case null:
      return 'More was read, or there is more of it, than is noted (400,000 reads, 1,500,000 values, 2 s of writing them down).'
    default:
      return assertNever(event.why)
  }
}

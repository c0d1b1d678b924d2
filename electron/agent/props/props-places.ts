import type { PropsReadEvent } from '../../../shared/raw-events.ts'

type Place = PropsReadEvent['places'][number]

/** A place in the code that runs, as V8 names it: characters into its script, and where the function around it begins. */
export interface Site {
  readonly script: string
  readonly position: number
  readonly within: string
}

/** Where in the page's code something took a whole value; the first few. */
export interface Places {
  /** Number of the place that is on the stack now. */
  here(by: string): number
  readonly all: readonly Place[]
}

const STACKS_AT_MOST = 30
const FRAMES = 6
const FRAME_LINE = /^\s+at /
/** `at name (file:1:2)`, `at file:1:2`. */
const PLACE = /(?:\(|at )([^()\s]+):\d+:\d+\)?$/

export function createPlaces(): Places {
  const all: Place[] = []
  /** The ones beyond the first, without a stack, by what took the value. */
  const rest = new Map<string, number>()
  return {
    all,
    here(by) {
      const known = rest.get(by)
      if (known !== undefined) return known
      const stack = all.length < STACKS_AT_MOST ? stackNow() : null
      all.push({ by, stack })
      if (stack === null) rest.set(by, all.length - 1)
      return all.length - 1
    },
  }
}

/** The page's frames: those of our own code, which the first line names, and V8's are left out. */
function stackNow(): string | null {
  try {
    const text = withLimit(FRAMES + 12, () => new Error('').stack ?? '')
    const [ours = '', ...lines] = text.split('\n').filter(line => FRAME_LINE.test(line))
    const file = PLACE.exec(ours)?.[1] ?? ''
    const others = lines.filter(line => !line.includes(`${file}:`) && !line.endsWith('(<anonymous>)'))
    return others.slice(0, FRAMES).join('\n') || null
  } catch {
    return null
  }
}

function withLimit<T>(limit: number, work: () => T): T {
  const before = Error.stackTraceLimit
  Error.stackTraceLimit = limit
  try {
    return work()
  } finally {
    Error.stackTraceLimit = before
  }
}

interface CallSite {
  getScriptNameOrSourceURL(): string | null
  getScriptHash?(): string
  getPosition(): number
  getLineNumber(): number | null
  getEnclosingLineNumber?(): number
  getEnclosingColumnNumber?(): number
}

/** Who called `above`, leaving out what is V8's own (Object.assign). Next writes a stack's text with source maps, which takes long; this asks for no text. null: not known. */
export function siteAbove(above: (...args: never[]) => unknown): Site | null {
  try {
    const site = sitesAbove(above).find(one => one.getLineNumber() !== null)
    if (!site?.getEnclosingLineNumber || !site.getEnclosingColumnNumber) return null
    return {
      script: `${site.getScriptNameOrSourceURL() ?? ''} ${site.getScriptHash?.() ?? ''}`,
      position: site.getPosition(),
      within: `${site.getEnclosingLineNumber()}:${site.getEnclosingColumnNumber()}`,
    }
  } catch {
    // Somebody's process may have frozen what is borrowed here.
    return null
  }
}

function sitesAbove(above: (...args: never[]) => unknown): readonly CallSite[] {
  const own = Object.getOwnPropertyDescriptor(Error, 'prepareStackTrace')
  Object.defineProperty(Error, 'prepareStackTrace', { value: sitesOnly, configurable: true, writable: true })
  try {
    const holder: { stack?: readonly CallSite[] } = {}
    withLimit(4, () => {
      Error.captureStackTrace(holder, above)
      // It is written when it is read.
      return holder.stack
    })
    return holder.stack ?? []
  } finally {
    if (own) Object.defineProperty(Error, 'prepareStackTrace', own)
    else Reflect.deleteProperty(Error, 'prepareStackTrace')
  }
}
const sitesOnly = (_: Error, sites: unknown) => sites

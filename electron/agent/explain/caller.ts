/** Frames that are looked at: undici alone puts some thirty between a fetch and whoever called it. */
const DEEP = 60
const KEPT = 12

/** Where the code is that runs now, without writing it down yet: writing a stack can take long, where it is mapped to sources. */
export function captureCaller(below: (...args: never[]) => unknown): () => string {
  const holder: { stack?: string } = {}
  const limit = Error.stackTraceLimit
  try {
    Error.stackTraceLimit = DEEP
    Error.captureStackTrace(holder, below)
  } finally {
    Error.stackTraceLimit = limit
  }
  return () => written(holder)
}

/**
 * The lines that are frames, without Node's own and undici's, as the process runs them: led back to the sources they are on our side (analysis/source-maps.ts). Where `next dev` has Node map stacks, the
 * first one of a bundle reads and decodes its map, which was seen to hold the server for 225 ms; while a `prepareStackTrace` stands there, Node maps nothing. None of the server's runs for us.
 */
function written(holder: { stack?: string }): string {
  const own = Object.getOwnPropertyDescriptor(Error, 'prepareStackTrace')
  if (own && !(own.configurable && 'value' in own)) return ''
  let lines: unknown
  try {
    Object.defineProperty(Error, 'prepareStackTrace', { value: linesOf, configurable: true, writable: true })
    lines = holder.stack
  } finally {
    if (own) Object.defineProperty(Error, 'prepareStackTrace', own)
    else Reflect.deleteProperty(Error, 'prepareStackTrace')
  }
  return typeof lines === 'string' ? lines : ''
}

function linesOf(_holder: unknown, sites: readonly NodeJS.CallSite[]): string {
  return sites
    .map(site => `    at ${String(site)}`)
    .filter(line => !/node:|[\\/]undici[\\/]|\(<anonymous>\)$/.test(line))
    .slice(0, KEPT)
    .join('\n')
    .slice(0, 8192)
}

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

/** The lines that are frames, without Node's own and undici's. No `prepareStackTrace` of the server's runs for us. */
function written(holder: { stack?: string }): string {
  const own = Object.getOwnPropertyDescriptor(Error, 'prepareStackTrace')
  if (own && !('value' in own)) return ''
  let text: unknown
  try {
    if (own) Error.prepareStackTrace = undefined as never
    text = holder.stack
  } finally {
    if (own) Object.defineProperty(Error, 'prepareStackTrace', own)
  }
  if (typeof text !== 'string') return ''
  return text
    .split('\n')
    .filter(line => /^\s+at /.test(line) && !/node:|[\\/]undici[\\/]|\(<anonymous>\)$/.test(line))
    .slice(0, KEPT)
    .join('\n')
    .slice(0, 8192)
}

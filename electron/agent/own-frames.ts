/** What our code is called in stacks (`sourceURL`, electron.vite.config.ts): as Node's own, which whoever shows stacks folds away. */
export const OWN_URL = 'node:propscope'
const FRAME = /^\s+at /
const OWN_FRAME = new RegExp(`^\\s+at .*\\b${OWN_URL}:\\d`)
/** Node's frame between ours and the server's, where a context of ours is entered (request/request-context.ts, from Node 24 on). */
const ENTERED = /^\s+at AsyncLocalStorage\.run \(node:/

/** More of ours than stand in any stack. V8 writes only so many frames: with ours among them as many of the server's would be missing at the end. */
const OURS_AT_MOST = 20

let isRoomy = false
/** Only `next dev` answers with stacks. In production whoever reads a stack below us (Sentry's wrapper of a page) would find more frames than without us. */
let isProduction: boolean | null = null

/**
 * Makes room in stacks for our frames while the server's code runs below us, and gives the way back. Whoever sets `Error.stackTraceLimit` meanwhile keeps what was set.
 */
export function makeRoom(): () => void {
  const limit: unknown = Error.stackTraceLimit
  isProduction ??= process.env.NODE_ENV === 'production'
  if (isProduction || isRoomy || typeof limit !== 'number' || !(limit > 0)) return NOTHING
  try {
    Error.stackTraceLimit = limit + OURS_AT_MOST
  } catch {
    return NOTHING
  }
  isRoomy = true
  return () => {
    isRoomy = false
    if (Error.stackTraceLimit === limit + OURS_AT_MOST) Error.stackTraceLimit = limit
  }
}
const NOTHING = () => {}

/**
 * Takes our frames out of the stack of an error that leaves the server's code through ours, before anybody else has it, and those beyond the server's own limit: `next dev` sends stacks to the
 * browser, and others send them to their own service. Only where it was thrown before anything was awaited do we stand in it. Never throws, and runs no getter of the server's.
 */
export function withoutOwnFrames(error: unknown): void {
  try {
    if (typeof error !== 'object' || error === null) return
    const own = Object.getOwnPropertyDescriptor(error, 'stack')
    // Newer V8 versions have one getter for all of them.
    const getter = Object.getOwnPropertyDescriptor(new Error(), 'stack')?.get
    const text: unknown = own?.get ? getter === own.get && own.get.call(error) : own?.value
    if (typeof text !== 'string') return
    const lines = text.split('\n')
    let frames = lines.length
    while (frames > 0 && FRAME.test(lines[frames - 1] ?? '')) frames -= 1
    // So deep that ours do not stand in it any more: then it has just as many as it had room for.
    const isFull = lines.length - frames === Error.stackTraceLimit + OURS_AT_MOST
    if (!isFull && !text.includes(OWN_URL)) return
    const isOurs = (line: string, index: number, all: readonly string[]) =>
      OWN_FRAME.test(line) || (ENTERED.test(line) && OWN_FRAME.test(all[index + 1] ?? ''))
    const theirs = lines.slice(frames).filter((...at) => !isOurs(...at))
    ;(error as { stack: string }).stack = [...lines.slice(0, frames), ...theirs.slice(0, Error.stackTraceLimit)].join(
      '\n',
    )
  } catch {
    // A frozen one, or a proxy: it stays as it is.
  }
}

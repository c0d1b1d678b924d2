/** What our code is called in stacks (`sourceURL`, electron.vite.config.ts): as Node's own, which whoever shows stacks folds away. */
export const OWN_URL = 'node:propscope'
const OWN_FRAME = new RegExp(`^\\s+at .*\\b${OWN_URL}:\\d`)

/**
 * Takes our frames out of the stack of an error that leaves the server's code through ours, before anybody else has it: `next dev` sends stacks to the browser, and others send them to their
 * own service. Only where it was thrown before anything was awaited do we stand in it. Never throws, and runs no getter of the server's.
 */
export function withoutOwnFrames(error: unknown): void {
  try {
    if (typeof error !== 'object' || error === null) return
    const own = Object.getOwnPropertyDescriptor(error, 'stack')
    // Newer V8 versions have one getter for all of them.
    const getter = Object.getOwnPropertyDescriptor(new Error(), 'stack')?.get
    const text: unknown = own?.get ? getter === own.get && own.get.call(error) : own?.value
    if (typeof text !== 'string' || !text.includes(OWN_URL)) return
    const lines = text.split('\n')
    ;(error as { stack: string }).stack = lines.filter(line => !OWN_FRAME.test(line)).join('\n')
  } catch {
    // A frozen one, or a proxy: it stays as it is.
  }
}

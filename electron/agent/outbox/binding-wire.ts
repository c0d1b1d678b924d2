/** What the client needs of its way to Propscope: a socket is one. */
export interface Wire {
  readonly destroyed: boolean
  readonly connecting: boolean
  readonly writableLength: number
  write(bytes: Buffer): unknown
  on(event: 'data', heard: (bytes: Buffer) => void): unknown
  on(event: 'error' | 'close', heard: () => void): unknown
  unref(): unknown
  end(): unknown
  destroy(): unknown
}

/** So much is on its way at once: what the inspector holds for a client that stalls lies in the server's memory. */
const WINDOW = 1024 * 1024
/** Propscope says something at least every second; silence means that it is gone, since nothing tells us that a session has ended. */
const SILENCE_MS = 10_000
const LOOK_MS = 2000

/**
 * A way over the inspector's own connection, where no socket can be reached: bytes leave by a CDP binding, as base64, and come in as calls of a function by the same name.
 * Both are taken out at its end.
 */
export function bindingWire(name: string): Wire {
  const holder = globalThis as unknown as Record<string | symbol, unknown>
  const say = holder[name] as ((text: string) => void) | undefined
  if (typeof say !== 'function') throw new Error('there is no binding')
  const key = Symbol.for(name)
  let data: (bytes: Buffer) => void = () => {}
  let closed: () => void = () => {}
  let sent = 0
  let taken = 0
  let heardAt = performance.now()
  let over = false
  const timer = setInterval(() => {
    if (performance.now() - heardAt > SILENCE_MS) destroy()
  }, LOOK_MS)
  timer.unref()

  function destroy(): void {
    if (over) return
    over = true
    clearInterval(timer)
    delete holder[key]
    delete holder[name]
    closed()
  }
  Object.defineProperty(holder, key, {
    configurable: true,
    enumerable: false,
    /** `upTo`: how many bytes in all Propscope has taken. */
    value(upTo: number, text: string): boolean {
      heardAt = performance.now()
      taken = upTo
      if (text !== '') data(Buffer.from(text, 'base64'))
      return true
    },
  })
  return {
    get destroyed() {
      return over
    },
    connecting: false,
    get writableLength() {
      return sent - taken > WINDOW ? sent - taken : 0
    },
    write(bytes) {
      sent += bytes.length
      say(bytes.toString('base64'))
    },
    on(event: string, heard: (bytes: Buffer) => void) {
      if (event === 'data') data = heard
      if (event === 'close') closed = heard as () => void
    },
    unref() {},
    end() {
      if (over) return
      say('')
      destroy()
    },
    destroy,
  }
}

import { type BirpcReturn, createBirpc } from 'birpc'

/** A way to ask a worker. */
export interface Connection<Api extends object> {
  readonly ask: BirpcReturn<Api, object>
  readonly work: Work
  /** Listens no more; what was asked and is not answered yet rejects with `why`. */
  leave(why: Error): void
}

export interface Work {
  /** What was asked and is not answered yet. */
  readonly asked: ReadonlySet<string>
  /** Bytes that were handed over. */
  readonly held: number
  /** The worker could not be started, or threw outside of a call. */
  readonly failed: boolean
}

/** `told`: what the worker may call. */
export function connect<Api extends object>(worker: Worker, told: object): Connection<Api> {
  const asked = new Set<string>()
  const work = { asked, held: 0, failed: false }
  const ended = new AbortController()
  const { signal } = ended
  const ask = createBirpc<Api, object>(told, {
    post(message: Message) {
      // Bytes are handed over, not copied.
      const transfer = buffersIn(message)
      for (const buffer of transfer) work.held += buffer.byteLength
      if (message.i !== undefined) asked.add(message.i)
      worker.postMessage(message, { transfer })
    },
    on(handler) {
      const hear = ({ data }: MessageEvent<Message>) => {
        if (data.t === 's' && data.i !== undefined) asked.delete(data.i)
        handler(data)
      }
      worker.addEventListener('message', hear, { signal })
    },
    timeout: -1,
  })
  const fail = (event: ErrorEvent) => {
    work.failed = true
    const why = event.message || 'the worker that reads the props could not be started'
    ask.$rejectPendingCalls(({ reject }) => reject(new Error(why)))
  }
  worker.addEventListener('error', fail, { signal })
  return {
    ask,
    work,
    leave(why) {
      ended.abort()
      ask.$close(why)
    },
  }
}

/** birpc's: a question (`q`) has its arguments in `a`, an answer (`s`) the question's `i`. */
interface Message {
  readonly t: 'q' | 's'
  readonly i?: string
  readonly a?: readonly unknown[]
}

const buffersIn = ({ a = [] }: Message): ArrayBuffer[] =>
  a.flatMap(one => (one instanceof Uint8Array ? [one.buffer as ArrayBuffer] : []))

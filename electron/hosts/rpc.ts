import { createBirpc } from 'birpc'
import { z } from 'zod'
import { type Backend, type BackendApi, backendArguments, type FrontendApi, frontendNames } from '../../shared/api.ts'
import type { Problem } from '../../shared/problem.ts'
import type { Bytes } from '../../shared/units.ts'
import { boundedPushes } from './pushes.ts'

/** One frontend, whatever carries its messages: an Electron window's IPC or a WebSocket. */
export interface Channel {
  post(message: unknown): void
  /** Returns the way to stop listening. */
  listen(handler: (message: unknown) => void): () => void
  /** Bytes posted that have not left our process yet. */
  backlog(): Bytes
  /** Calls `handler` when some of the backlog has left; returns the way to stop. */
  onDrain(handler: () => void): () => void
}

/** A question of birpc; an answer is never expected from a frontend, since pushes want none. */
const QuestionSchema = z.object({
  t: z.literal('q'),
  i: z.string().min(1).max(64),
  m: z.string().max(64),
  a: z.array(z.unknown()).max(16),
})

/**
 * Serves `backend` to the frontend behind `channel` until the returned function is called.
 *
 * Only the names in `backendArguments` can be called, with arguments that its schemas accept. What fails (a name or an argument refused, a
 * bug below) is answered with a `Problem`, which holds no stack. A message that is no question is ignored.
 */
export function serveFrontend(backend: Backend, channel: Channel, report: (error: unknown) => void): () => void {
  let stopListening = () => {}
  const rpc = createBirpc<FrontendApi, object>(
    {},
    {
      post: message => channel.post(message),
      on: handler => {
        stopListening = channel.listen(message => {
          const question = QuestionSchema.safeParse(message)
          if (question.success) handler(question.data)
        })
      },
      resolver: name => answerer(backend.api, name, report),
      eventNames: [...frontendNames],
      timeout: -1,
      // What is thrown by `answerer` is already a Problem, and goes to the asker; a channel that is gone needs no answer.
      onGeneralError: error => {
        report(error)
        return true
      },
    },
  )
  const pushes = boundedPushes(channel, {
    stateChanged: state => void rpc.stateChanged(state).catch(report),
    exchangesChanged: batch => void rpc.exchangesChanged(batch).catch(report),
    pageChanged: change => void rpc.pageChanged(change).catch(report),
    runChanged: run => void rpc.runChanged(run).catch(report),
  })
  const unsubscribe = backend.subscribe(pushes.frontend)
  return () => {
    unsubscribe()
    pushes.stop()
    stopListening()
    rpc.$close()
  }
}

type Answerer = (...given: unknown[]) => Promise<unknown>

/** What answers a call of `name`: the method of `api` behind the checks, or a refusal. */
function answerer(api: BackendApi, name: string, report: (error: unknown) => void): Answerer {
  if (!isMethod(name)) return async () => refuse(`there is no call “${name}”`)
  const schema: z.ZodType<unknown[]> = backendArguments[name]
  return async (...given) => {
    const checked = schema.safeParse(given)
    if (!checked.success) return refuse(`“${name}” was called with arguments that it does not take`, checked.error)
    try {
      // The schema is the one of this very method (`satisfies` in shared/api.ts), which a union of methods cannot express.
      return await (api[name] as Answerer)(...checked.data)
    } catch (error) {
      report(error)
      throw problem(`“${name}” failed inside Propscope: ${error instanceof Error ? error.message : String(error)}`)
    }
  }
}

/** An own property of the allow-list: `constructor` and `__proto__` are none. */
function isMethod(name: string): name is keyof BackendApi {
  return Object.hasOwn(backendArguments, name)
}

function refuse(why: string, error?: z.ZodError): never {
  throw problem(`Propscope refused a call: ${why}.`, error ? z.prettifyError(error) : null)
}

function problem(message: string, detail: string | null = null): Problem {
  return { code: 'internal', message, next: 'Reload the view; if it happens again, please report it.', detail }
}

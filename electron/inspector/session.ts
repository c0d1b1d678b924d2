import { fail, ok, type Result } from '../../shared/problem.ts'
import { InspectorConnection, InspectorError, textOf, within } from './connection.ts'
import { type CdpTransport, openTransport } from './transport.ts'

/** What we say to one process through its inspector. Short-lived: say it and `disconnect`. */
export interface InspectorSession {
  /**
   * Runs `expression` in the global scope of the process, with `require` at hand *only while it runs*, and gives its value as JSON
   * would. Problems: `inspector-refused` (it threw, or the connection broke), `inspector-timeout`.
   */
  evaluate(expression: string): Promise<Result<unknown>>
  /** The process id that the process itself knows; inside a container that is another one than ours. */
  pid(): Promise<Result<number>>
  /** Has the process sample what it runs, every so many µs. Problems: as `evaluate`'s. */
  startProfile(intervalUs: number): Promise<Result<null>>
  /** Ends that; gives the profile as V8 wrote it. */
  stopProfile(): Promise<Result<unknown>>
  /** Adds a global function to the process, and hears each text that it is called with, until the connection is gone. Problems: as `evaluate`'s. */
  addBinding(name: string, called: (text: string) => void): Promise<Result<null>>
  /** Resolves when the connection is gone, by us or by the process. */
  readonly closed: Promise<void>
  /** Resolves once the socket is closed; never rejects. */
  disconnect(): Promise<void>
}

export interface SessionOptions {
  /** For connecting, and for each command. */
  readonly timeoutMs: number
  /** Whose inspector it is, for messages: `pid 4033, port 9229`. */
  readonly whose: string
  readonly open?: (url: string) => Promise<CdpTransport>
}

/** Connects to an inspector's WebSocket. Problems: `inspector-refused`, `inspector-timeout`. */
export async function connectInspector(url: string, options: SessionOptions): Promise<Result<InspectorSession>> {
  const { timeoutMs, whose, open = openTransport } = options
  const opening = open(url)
  try {
    const message = `no WebSocket handshake within ${timeoutMs} ms`
    const connection = new InspectorConnection(await within(timeoutMs, message, opening), timeoutMs)
    return ok(createSession(connection, whose))
  } catch (error) {
    // Should the handshake come through after all, nobody may stay connected.
    opening.then(
      late => late.close(),
      () => {},
    )
    return inspectorProblem(error, whose)
  }
}

export function createSession(connection: InspectorConnection, whose: string): InspectorSession {
  const evaluate = async (expression: string): Promise<Result<unknown>> => {
    try {
      const { result, exceptionDetails } = await connection.send('Runtime.evaluate', {
        expression,
        includeCommandLineAPI: true,
        returnByValue: true,
        silent: true,
      })
      if (!exceptionDetails) return ok(result.value)
      const thrown = exceptionDetails.exception?.description ?? exceptionDetails.text
      return fail(
        'inspector-refused',
        `The code that Propscope ran in the server (${whose}) threw: ${firstLine(thrown)}`,
        'This is a fault of Propscope: please report it with the detail below. The server goes on as before.',
        thrown,
      )
    } catch (error) {
      return inspectorProblem(error, whose)
    }
  }
  return {
    evaluate,
    async pid() {
      const answer = await evaluate('process.pid')
      if (!answer.ok) return answer
      if (typeof answer.value === 'number') return ok(answer.value)
      return inspectorProblem(new InspectorError('refused', `process.pid is ${String(answer.value)} there`), whose)
    },
    async startProfile(intervalUs) {
      try {
        await connection.send('Profiler.enable', {})
        await connection.send('Profiler.setSamplingInterval', { interval: intervalUs })
        await connection.send('Profiler.start', {})
        return ok(null)
      } catch (error) {
        return inspectorProblem(error, whose)
      }
    },
    async addBinding(name, called) {
      connection.onEvent((method, params) => {
        if (method !== 'Runtime.bindingCalled') return
        const call = params as { readonly name?: unknown; readonly payload?: unknown } | undefined
        if (call?.name === name && typeof call.payload === 'string') called(call.payload)
      })
      try {
        await connection.send('Runtime.enable', {})
        await connection.send('Runtime.addBinding', { name })
        return ok(null)
      } catch (error) {
        return inspectorProblem(error, whose)
      }
    },
    async stopProfile() {
      try {
        const { profile } = await connection.send('Profiler.stop', {})
        await connection.send('Profiler.disable', {})
        return ok(profile)
      } catch (error) {
        return inspectorProblem(error, whose)
      }
    },
    closed: connection.closed,
    disconnect: () => connection.disconnect(),
  }
}

function inspectorProblem(error: unknown, whose: string): Result<never> {
  if (error instanceof InspectorError && error.reason === 'timeout')
    return fail(
      'inspector-timeout',
      `The inspector (${whose}) does not answer: ${error.message}.`,
      'The process may be stopped in a debugger or busy: let it go on, then attach again.',
    )
  return fail(
    'inspector-refused',
    `The inspector (${whose}) cannot be used: ${textOf(error)}.`,
    'Check that the process still runs and that no other debugger closed its inspector, then attach again.',
  )
}

const firstLine = (text: string): string => text.split('\n', 1)[0] ?? text

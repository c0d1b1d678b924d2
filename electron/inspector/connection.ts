import type { CdpCommand, CdpCommands, CdpTransport } from './transport.ts'

export class InspectorError extends Error {
  override name = 'InspectorError'
  readonly reason: 'timeout' | 'closed' | 'refused'
  constructor(reason: InspectorError['reason'], message: string, cause?: unknown) {
    super(message, { cause })
    this.reason = reason
  }
}

/**
 * A transport with time limits: every command is answered, or rejects with an `InspectorError`, within `timeoutMs`.
 *
 * Node holds a process that wants to exit for as long as a client is connected, so the connection lets go by itself
 * as soon as the process says that it waits.
 */
export class InspectorConnection {
  readonly closed: Promise<void>
  readonly #transport: CdpTransport
  readonly #timeoutMs: number
  readonly #waiting = new Set<() => void>()
  #open = true

  constructor(transport: CdpTransport, timeoutMs: number) {
    this.#transport = transport
    this.#timeoutMs = timeoutMs
    this.closed = transport.closed.then(() => {
      this.#open = false
      for (const gone of this.#waiting) gone()
    })
    transport.onEvent(method => {
      if (method === 'NodeRuntime.waitingForDisconnect') void this.disconnect()
    })
    // Not awaited: a Node that does not know the command says so, and nothing is lost.
    transport.send('NodeRuntime.notifyWhenWaitingForDisconnect', { enabled: true }).catch(() => {})
  }

  async send<C extends CdpCommand>(command: C, params: CdpCommands[C]['params']): Promise<CdpCommands[C]['result']> {
    if (!this.#open) throw new InspectorError('closed', 'the inspector connection is closed')
    // Not by a race with `closed`: a session that stays all day would leave something there with each command.
    let gone: () => void = () => {}
    const answer = new Promise<CdpCommands[C]['result']>((resolve, reject) => {
      gone = () => reject(new InspectorError('closed', 'the inspector connection was closed by the process'))
      this.#waiting.add(gone)
      this.#transport.send(command, params).then(resolve, (error: unknown) => {
        if (!this.#open) reject(new InspectorError('closed', 'the inspector connection was closed', error))
        else reject(new InspectorError('refused', `the inspector refused ${command}: ${textOf(error)}`, error))
      })
    })
    const over = () => void this.#waiting.delete(gone)
    answer.then(over, over)
    return within(this.#timeoutMs, `no answer to ${command} within ${this.#timeoutMs} ms`, answer)
  }

  onEvent(listener: (method: string, params?: unknown) => void): void {
    this.#transport.onEvent(listener)
  }

  /** Closes the socket; resolves when it is closed, or after a second with the socket left to its fate. Never rejects. */
  async disconnect(): Promise<void> {
    this.#open = false
    await within(1000, 'no close', this.#transport.close()).catch(() => {})
  }
}

/** `promise`, or a rejection with an `InspectorError` of reason `timeout`. */
export async function within<T>(timeoutMs: number, message: string, promise: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new InspectorError('timeout', message)), timeoutMs)
  })
  try {
    return await Promise.race([promise, late])
  } finally {
    clearTimeout(timer)
  }
}

export function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

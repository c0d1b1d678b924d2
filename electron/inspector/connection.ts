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
  #open = true

  constructor(transport: CdpTransport, timeoutMs: number) {
    this.#transport = transport
    this.#timeoutMs = timeoutMs
    this.closed = transport.closed.then(() => {
      this.#open = false
    })
    transport.onEvent(method => {
      if (method === 'NodeRuntime.waitingForDisconnect') void this.disconnect()
    })
    // Not awaited: a Node that does not know the command says so, and nothing is lost.
    transport.send('NodeRuntime.notifyWhenWaitingForDisconnect', { enabled: true }).catch(() => {})
  }

  async send<C extends CdpCommand>(command: C, params: CdpCommands[C]['params']): Promise<CdpCommands[C]['result']> {
    if (!this.#open) throw new InspectorError('closed', 'the inspector connection is closed')
    const gone = this.closed.then(() => {
      throw new InspectorError('closed', 'the inspector connection was closed by the process')
    })
    gone.catch(() => {})
    const answer = this.#transport.send(command, params).catch((error: unknown) => {
      if (!this.#open) throw new InspectorError('closed', 'the inspector connection was closed', error)
      throw new InspectorError('refused', `the inspector refused ${command}: ${textOf(error)}`, error)
    })
    return within(this.#timeoutMs, `no answer to ${command} within ${this.#timeoutMs} ms`, Promise.race([answer, gone]))
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

import CDP from 'chrome-remote-interface'

/** The commands that we send, with what goes in and what comes out; all of the protocol that this program uses. */
export interface CdpCommands {
  'Runtime.evaluate': {
    params: { expression: string; includeCommandLineAPI: boolean; returnByValue: boolean; silent: boolean }
    result: {
      result: { type: string; value?: unknown; description?: string }
      exceptionDetails?: { text: string; exception?: { description?: string; value?: unknown } }
    }
  }
  'Profiler.enable': { params: object; result: object }
  /** In µs. */
  'Profiler.setSamplingInterval': { params: { interval: number }; result: object }
  'Profiler.start': { params: object; result: object }
  'Profiler.stop': { params: object; result: { profile: unknown } }
  'Profiler.disable': { params: object; result: object }
  /** A global function of that name, whose calls with one text come as `Runtime.bindingCalled`. Needs `Runtime.enable`. */
  'Runtime.addBinding': { params: { name: string }; result: object }
  'Runtime.enable': { params: object; result: object }
  /** From then on the process says `NodeRuntime.waitingForDisconnect` when it wants to exit and waits for us. */
  'NodeRuntime.notifyWhenWaitingForDisconnect': { params: { enabled: boolean }; result: object }
}
export type CdpCommand = keyof CdpCommands

/**
 * Moves commands to an inspector and answers back. It knows no time limits and no meaning: `connection.ts` and `session.ts` do.
 * Tests put `fake-transport.ts` in its place.
 */
export interface CdpTransport {
  /** Rejects where the inspector answers with an error, or the socket breaks. */
  send<C extends CdpCommand>(command: C, params: CdpCommands[C]['params']): Promise<CdpCommands[C]['result']>
  onEvent(listener: (method: string, params?: unknown) => void): void
  /** Resolves when the socket is gone, whoever closed it. */
  readonly closed: Promise<void>
  /** Resolves when the socket is closed. May be called any number of times. */
  close(): Promise<void>
}

/** An empty description of the protocol keeps chrome-remote-interface from fetching or building the large one. */
const NO_DOMAINS = { version: { major: '1', minor: '3' }, domains: [] }

/** Opens the WebSocket at `url` (`ws://127.0.0.1:9229/<uuid>`). Rejects where it is refused; has no time limit of its own. */
export async function openTransport(url: string): Promise<CdpTransport> {
  const client = await CDP({ target: url, protocol: NO_DOMAINS })
  const send = client.send.bind(client) as (method: string, params: object) => Promise<unknown>
  let markClosed: () => void = () => {}
  const closed = new Promise<void>(resolve => {
    markClosed = resolve
  })
  client.on('disconnect', markClosed)
  return {
    send: <C extends CdpCommand>(command: C, params: CdpCommands[C]['params']) =>
      send(command, params) as Promise<CdpCommands[C]['result']>,
    onEvent: listener => void client.on('event', message => listener(message.method, message.params)),
    closed,
    close: async () => {
      await client.close()
      markClosed()
    },
  }
}

import type { AgentCommand, PropsReadEvent, ReadsEvent } from '../../shared/raw-events.ts'

/** The reads of one request's render, as they are asked of an agent. */
export interface AskedReads {
  /** True once the agent knows which request it is; false where it does not answer. */
  readonly expected: Promise<boolean>
  /** null: the agent has gone, or does not answer. */
  readonly read: Promise<PropsReadEvent | null>
  /** Nobody waits for it any more. */
  forget(): void
}

export interface ReadsAsked {
  ask(port: number, ordinal: number): AskedReads
  heard(event: ReadsEvent): void
  close(): void
}

/** An agent that says nothing for so long does not know what it is asked. */
const ANSWER_MS = 3000

/** Asks an agent for reads, and gives its answers to whoever asked. */
export function createReadsAsked(send: (command: AgentCommand) => void): ReadsAsked {
  const open = new Map<number, { expected(known: boolean): void; read(event: PropsReadEvent | null): void }>()
  let asks = 0
  let closed = false

  function end(ask: number, event: PropsReadEvent | null): void {
    const one = open.get(ask)
    open.delete(ask)
    one?.expected(event !== null)
    one?.read(event)
  }
  return {
    ask(port, ordinal) {
      asks += 1
      const ask = asks
      const timer = setTimeout(() => end(ask, null), ANSWER_MS)
      let known = (_: boolean) => {}
      let told = (_: PropsReadEvent | null) => {}
      const expected = new Promise<boolean>(resolve => {
        known = resolve
      })
      const read = new Promise<PropsReadEvent | null>(resolve => {
        told = resolve
      })
      open.set(ask, {
        expected(does) {
          clearTimeout(timer)
          known(does)
        },
        read: told,
      })
      if (closed) end(ask, null)
      else send({ kind: 'expect-reads', ask, port, ordinal })
      return { expected, read, forget: () => end(ask, null) }
    },
    heard(event) {
      if (event.kind === 'reads-expected') open.get(event.ask)?.expected(true)
      else end(event.ask, event)
    },
    close() {
      closed = true
      for (const ask of [...open.keys()]) end(ask, null)
    },
  }
}

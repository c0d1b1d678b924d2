import type { CdpCommand, CdpTransport } from './transport.ts'

export type FakeAnswers = { [C in CdpCommand]?: (params: unknown) => unknown }

/** A transport without a process, for tests: answers from functions, and lets the test speak as the inspector would. */
export class FakeTransport implements CdpTransport {
  readonly sent: { readonly command: string; readonly params: unknown }[] = []
  readonly closed: Promise<void>
  closeCalls = 0
  readonly #answers: FakeAnswers
  readonly #listeners: ((method: string, params?: unknown) => void)[] = []
  #markClosed: () => void = () => {}

  constructor(answers: FakeAnswers = {}) {
    this.#answers = answers
    this.closed = new Promise(resolve => {
      this.#markClosed = resolve
    })
  }

  /** The answer of a command without a function never comes, as from a process that is stopped. */
  send: CdpTransport['send'] = (command, params) => {
    this.sent.push({ command, params })
    const answer = this.#answers[command]
    if (!answer) return new Promise(() => {})
    return new Promise((resolve, reject) => {
      try {
        resolve(answer(params) as never)
      } catch (error) {
        reject(error)
      }
    })
  }

  onEvent(listener: (method: string, params?: unknown) => void): void {
    this.#listeners.push(listener)
  }

  async close(): Promise<void> {
    this.closeCalls += 1
    this.#markClosed()
  }

  /** The inspector says something by itself. */
  emit(method: string, params?: unknown): void {
    for (const listener of this.#listeners) listener(method, params)
  }

  /** The process died: the socket breaks. */
  drop(): void {
    this.#markClosed()
  }
}

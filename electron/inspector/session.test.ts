import { describe, expect, test } from 'vitest'
import { InspectorConnection } from './connection.ts'
import { type FakeAnswers, FakeTransport } from './fake-transport.ts'
import { connectInspector, createSession } from './session.ts'
import type { CdpTransport } from './transport.ts'

const value = (given: unknown): FakeAnswers => ({
  'Runtime.evaluate': () => ({ result: { type: typeof given, value: given } }),
})

function sessionOn(transport: CdpTransport, timeoutMs = 1000) {
  return createSession(new InspectorConnection(transport, timeoutMs), 'pid 7, port 9229')
}

const problem = (code: string, ...words: string[]) => ({
  ok: false,
  problem: { code, message: expect.stringMatching(words.join('.*')) },
})

describe('a session', () => {
  test('evaluates with require at hand and by value, and asks for nothing else', async () => {
    const transport = new FakeTransport(value({ a: 1 }))
    expect(await sessionOn(transport).evaluate('f()')).toEqual({ ok: true, value: { a: 1 } })
    expect(transport.sent).toEqual([
      { command: 'NodeRuntime.notifyWhenWaitingForDisconnect', params: { enabled: true } },
      {
        command: 'Runtime.evaluate',
        params: { expression: 'f()', includeCommandLineAPI: true, returnByValue: true, silent: true },
      },
    ])
  })

  test('tells the pid, and a process that knows none', async () => {
    expect(await sessionOn(new FakeTransport(value(7))).pid()).toEqual({ ok: true, value: 7 })
    expect(await sessionOn(new FakeTransport(value(undefined))).pid()).toMatchObject(
      problem('inspector-refused', 'pid 7'),
    )
  })

  test('a throw in the process is a problem that names it', async () => {
    const transport = new FakeTransport({
      'Runtime.evaluate': () => ({
        result: { type: 'object' },
        exceptionDetails: { text: 'Uncaught', exception: { description: 'TypeError: no\n    at x.js:1' } },
      }),
    })
    expect(await sessionOn(transport).evaluate('f()')).toMatchObject({
      ok: false,
      problem: {
        code: 'inspector-refused',
        message: expect.stringContaining('pid 7, port 9229) threw: TypeError: no'),
        detail: expect.stringContaining('x.js:1'),
      },
    })
  })

  test('an error of the protocol', async () => {
    const transport = new FakeTransport({
      'Runtime.evaluate': () => {
        throw new Error('-32601')
      },
    })
    expect(await sessionOn(transport).evaluate('f()')).toMatchObject(
      problem('inspector-refused', 'Runtime.evaluate', '-32601'),
    )
  })

  test('a process that does not answer', async () => {
    expect(await sessionOn(new FakeTransport(), 20).evaluate('f()')).toMatchObject(
      problem('inspector-timeout', 'pid 7', '20 ms'),
    )
  })

  test('a process that dies while it is asked', async () => {
    const transport = new FakeTransport()
    const answer = sessionOn(transport).evaluate('f()')
    transport.drop()
    expect(await answer).toMatchObject(problem('inspector-refused', 'closed by the process'))
  })

  test('lets go at once when the process wants to exit', async () => {
    const transport = new FakeTransport()
    const session = sessionOn(transport)
    const answer = session.evaluate('f()')
    transport.emit('NodeRuntime.waitingForDisconnect')
    await session.closed
    expect(transport.closeCalls).toBe(1)
    expect(await answer).toMatchObject(problem('inspector-refused', 'closed'))
  })

  test('says nothing more after disconnecting', async () => {
    const transport = new FakeTransport(value(1))
    const session = sessionOn(transport)
    await session.disconnect()
    const before = transport.sent.length
    expect(await session.evaluate('f()')).toMatchObject(problem('inspector-refused', 'closed'))
    expect(transport.sent).toHaveLength(before)
    await session.disconnect()
  })
})

describe('connecting', () => {
  const options = { timeoutMs: 20, whose: 'pid 7, port 9229' }

  test('a refusal', async () => {
    const open = () => Promise.reject(new Error('connect ECONNREFUSED'))
    expect(await connectInspector('ws://x', { ...options, open })).toMatchObject(
      problem('inspector-refused', 'ECONNREFUSED'),
    )
  })

  test('a handshake that comes too late is undone', async () => {
    const transport = new FakeTransport()
    let arrive: (transport: CdpTransport) => void = () => {}
    const open = () =>
      new Promise<CdpTransport>(resolve => {
        arrive = resolve
      })
    expect(await connectInspector('ws://x', { ...options, open })).toMatchObject(problem('inspector-timeout', '20 ms'))
    arrive(transport)
    await transport.closed
    expect(transport.closeCalls).toBe(1)
  })
})

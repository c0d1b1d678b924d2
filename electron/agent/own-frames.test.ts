import { AsyncLocalStorage } from 'node:async_hooks'
import { runInThisContext } from 'node:vm'
import { describe, expect, it } from 'vitest'
import { makeRoom, OWN_URL, withoutOwnFrames } from './own-frames.ts'

/** Calls `work` from code that has our name in stacks. */
const throughUs: <T>(work: () => T) => T = runInThisContext('(function throughUs(work) { return work() })', {
  filename: OWN_URL,
})
const thrownBy = (work: () => unknown): unknown => {
  try {
    return work()
  } catch (error) {
    return error
  }
}

describe('our frames in the stack of what was thrown', () => {
  it('are taken out, and nothing else is', () => {
    function page(): never {
      throw new TypeError(`a message of\n    two lines, and at (${OWN_URL}: no frame)`)
    }
    const error = thrownBy(() => throughUs(page)) as Error
    const before = String(error.stack)
    expect(before).toContain(`throughUs (${OWN_URL}:1`)
    withoutOwnFrames(error)
    const left = before.split('\n').filter(line => !line.includes('throughUs ('))
    expect(error.stack?.split('\n')).toEqual(left)
    expect(left[2]).toContain('at page')
    expect(Object.getOwnPropertyDescriptor(error, 'stack')?.enumerable ?? false).toBe(false)
  })

  it('leave as many of the others as there are without us', () => {
    const limit = Error.stackTraceLimit
    const deep = (levels: number): Error => (levels === 0 ? new Error('deep') : deep(levels - 1))
    const alone = String(deep(limit + 5).stack)
    const error = throughUs(() => {
      const back = makeRoom()
      const inner = makeRoom()
      const made = throughUs(() => deep(limit - 3))
      inner()
      back()
      return made
    })
    expect(Error.stackTraceLimit).toBe(limit)
    expect(error.stack?.split('\n').length).toBeGreaterThan(limit + 1)
    withoutOwnFrames(error)
    expect(error.stack?.split('\n')).toHaveLength(alone.split('\n').length)
    expect(error.stack).not.toContain(OWN_URL)

    const deeper = throughUs(() => {
      const back = makeRoom()
      const made = deep(limit + 40)
      back()
      return made
    })
    withoutOwnFrames(deeper)
    expect(deeper.stack?.split('\n')).toHaveLength(alone.split('\n').length)
  })

  it('go with Node’s own frame where we enter a context, and the server’s contexts stay', () => {
    const [ours, theirs] = [new AsyncLocalStorage(), new AsyncLocalStorage()]
    const error = theirs.run(1, () => throughUs(() => ours.run(2, () => new Error('within'))))
    // Here the test enters ours; without its frame in between it is as if we did.
    const lines = String(error.stack).split('\n')
    const entered = lines.findIndex(line => line.includes('AsyncLocalStorage.run ('))
    const own = lines.findIndex(line => line.includes(OWN_URL))
    expect([entered, own]).toEqual([2, 4])
    error.stack = [...lines.slice(0, 3), ...lines.slice(own)].join('\n')
    withoutOwnFrames(error)
    expect(error.stack?.split('\n')).toEqual([...lines.slice(0, 2), ...lines.slice(own + 1)])
    expect(error.stack).toContain('AsyncLocalStorage.run (')
  })

  it('give a limit back that somebody else has set meanwhile', () => {
    const limit = Error.stackTraceLimit
    const back = makeRoom()
    Error.stackTraceLimit = 7
    back()
    expect(Error.stackTraceLimit).toBe(7)
    Error.stackTraceLimit = limit
    makeRoom()()
    expect(Error.stackTraceLimit).toBe(limit)
  })

  it('leaves alone what has none, is frozen, is no error, or would run code of the server', () => {
    const plain = new Error('plain')
    const stack = plain.stack
    withoutOwnFrames(plain)
    expect(plain.stack).toBe(stack)

    const frozen = Object.freeze(throughUs(() => new Error('frozen')))
    withoutOwnFrames(frozen)
    // Newer V8 versions keep the text elsewhere, and it can be written all the same.
    expect(frozen.stack).toContain('Error: frozen\n    at ')

    let asked = 0
    const own = Object.defineProperty({}, 'stack', {
      get() {
        asked += 1
        return `at x (${OWN_URL}:1)`
      },
    })
    for (const thrown of [
      own,
      null,
      undefined,
      'text',
      7,
      new Proxy({}, { getOwnPropertyDescriptor: () => own as never }),
    ])
      withoutOwnFrames(thrown)
    expect(asked).toBe(0)
  })
})

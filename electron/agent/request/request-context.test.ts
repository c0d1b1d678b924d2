import * as asyncHooks from 'node:async_hooks'
import { inspect } from 'node:util'
import { afterEach, describe, expect, it } from 'vitest'
import type { LiveRequest } from './request.ts'
import { createRequestContext, type RequestContext } from './request-context.ts'

const opened: RequestContext[] = []
afterEach(() => {
  for (const one of opened.splice(0)) one.stop()
})
const aRequest = (number: number) => ({ number }) as LiveRequest
const timer = () => new Promise(resolve => setTimeout(resolve, 1))

describe.each(['20.20.2', '24.0.0'])('the request of the code that runs, as on Node %s', version => {
  function open() {
    const context = createRequestContext(asyncHooks, version)
    opened.push(context)
    context.need(true)
    return context
  }

  it('goes with all that is awaited, and not with what runs beside it', async () => {
    const context = open()
    const seen: (number | undefined)[][] = await Promise.all(
      [1, 2, undefined].map(
        number =>
          new Promise<(number | undefined)[]>(done => {
            setImmediate(async () => {
              context.enter(number === undefined ? undefined : aRequest(number))
              const found = [context.current()?.number]
              await null
              found.push(context.current()?.number)
              await timer()
              found.push(context.current()?.number)
              await Promise.all([timer(), (async () => found.push(context.current()?.number))()])
              process.nextTick(() => {
                found.push(context.current()?.number)
                done(found)
              })
            })
          }),
      ),
    )
    expect(seen).toEqual([Array(5).fill(1), Array(5).fill(2), Array(5).fill(undefined)])
  })

  it('knows what the call itself has left running from what Next goes on with', async () => {
    const context = open()
    const request = aRequest(1)
    const seen: Record<string, boolean> = {}
    const later: Promise<void>[] = []
    const note = (what: string) => {
      seen[what] = context.isWithin(request)
    }
    await new Promise<void>(done => {
      setImmediate(async () => {
        context.enter(request)
        note('before')
        const call = async () => {
          note('call')
          await timer()
          note('call, later')
          later.push(timer().then(() => note('left behind')))
        }
        await context.within(request, call)
        note('after')
        await timer()
        await Promise.all(later)
        note('after, later')
        expect(context.current()).toBe(request)
        done()
      })
    })
    expect(seen).toEqual({
      before: false,
      call: true,
      'call, later': true,
      'left behind': true,
      after: false,
      'after, later': false,
    })
    expect(context.isWithin(aRequest(2))).toBe(false)
  })

  it('leaves another storage alone, and lives beside a second of its kind', async () => {
    const other = new asyncHooks.AsyncLocalStorage<string>()
    const one = open()
    const two = open()
    await other.run('mine', async () => {
      one.enter(aRequest(1))
      two.enter(aRequest(2))
      await timer()
      expect([other.getStore(), one.current()?.number, two.current()?.number]).toEqual(['mine', 1, 2])
      one.stop()
      await timer()
      expect([other.getStore(), two.current()?.number]).toEqual(['mine', 2])
    })
  })

  it.each([
    ['where nobody else follows anything', false],
    ['beside a storage of others', true],
  ])('follows nothing that is begun while it is not needed, and leaves nothing behind, %s', async (_, beside) => {
    const other = new asyncHooks.AsyncLocalStorage<string>()
    const marks = () => Object.getOwnPropertySymbols(Promise.resolve()).map(String)
    if (beside) other.enterWith('mine')
    const before = marks()
    const context = open()
    const seen: (number | undefined)[] = []
    for (const needed of [true, false, true]) {
      context.need(needed)
      await new Promise<void>(done => {
        setImmediate(async () => {
          context.enter(aRequest(1))
          await timer()
          seen.push(context.current()?.number)
          context.enter(undefined)
          done()
        })
      })
    }
    // From Node 24 on V8 follows all of it at no cost.
    expect(seen).toEqual([1, version.startsWith('20') ? undefined : 1, 1])
    context.stop()
    await timer()
    expect(marks()).toEqual(before)
    other.disable()
  })

  it('shows nothing of a request in a promise that is printed', async () => {
    const context = open()
    await new Promise<void>(done => {
      setImmediate(() => {
        context.enter(aRequest(77))
        expect(inspect(Promise.resolve(1), { depth: 9, showHidden: false })).not.toContain('77')
        done()
      })
    })
  })
})

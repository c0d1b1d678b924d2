import { expect, it } from 'vitest'
import { connect } from './connect.ts'

interface Api {
  append(piece: Uint8Array): number
  slow(): void
}

/** A worker that answers `append` with the number of bytes, and `slow` never. */
class FakeWorker extends EventTarget {
  postMessage(
    { m, i, a }: { m: keyof Api; i: string; a: readonly Uint8Array[] },
    { transfer }: { transfer: unknown[] },
  ) {
    expect(transfer).toEqual(a.map(({ buffer }) => buffer))
    if (m === 'append') this.answer(i, a[0]?.length)
  }
  answer(i: string, r: unknown) {
    queueMicrotask(() => this.dispatchEvent(Object.assign(new Event('message'), { data: { t: 's', i, r } })))
  }
}

it('hands bytes over, and knows what is held and what is not answered yet', async () => {
  const worker = new FakeWorker()
  const { ask, work, leave } = connect<Api>(worker as unknown as Worker, {})
  expect(await ask.append(new Uint8Array(7))).toBe(7)
  expect([work.held, work.asked.size]).toEqual([7, 0])
  const slow = ask.slow()
  expect(work.asked.size).toBe(1)
  leave(new Error('another one was chosen'))
  await expect(slow).rejects.toThrow('another one was chosen')
})

it('hears nothing of what another one asks of the same worker', async () => {
  const worker = new FakeWorker()
  const before = connect<Api>(worker as unknown as Worker, {})
  const slow = before.ask.slow()
  const after = connect<Api>(worker as unknown as Worker, {})
  expect(await after.ask.append(new Uint8Array(3))).toBe(3)
  expect([before.work.asked.size, after.work.asked.size]).toEqual([1, 0])
  before.leave(new Error('left'))
  await expect(slow).rejects.toThrow('left')
})

it('rejects what waits where the worker breaks, and says that it did', async () => {
  const worker = new FakeWorker()
  const { ask, work } = connect<Api>(worker as unknown as Worker, {})
  const slow = ask.slow()
  worker.dispatchEvent(Object.assign(new Event('error'), { message: 'no such script' }))
  await expect(slow).rejects.toThrow('no such script')
  expect(work.failed).toBe(true)
})

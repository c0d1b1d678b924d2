import { Duplex } from 'node:stream'
import { ok, type Result } from '../../shared/problem.ts'
import type { InspectorSession } from './session.ts'

/** Silence of ours would be taken for our end (agent/outbox/binding-wire.ts). */
const WORD_MS = 1000
/** Told so often that the other side, which has at most 1 MB on its way, need not wait. */
const TOLD_BYTES = 256 * 1024

/**
 * The other end of `agent/outbox/binding-wire.ts`: bytes both ways over an inspector session, which ends with it. `name`: of the binding, which is added. Problems: as `InspectorSession.evaluate`'s.
 */
export async function openBindingWire(session: InspectorSession, name: string): Promise<Result<Duplex>> {
  const key = JSON.stringify(name)
  let taken = 0
  let told = 0
  /** It has spoken; before that nobody is there to hear us. */
  let greeted = false
  const tell = (text: string) => {
    told = taken
    const call = `globalThis[Symbol.for(${key})]?.(${taken}, ${JSON.stringify(text)}) ?? false`
    // An agent that has not heard us for long (this machine slept, say) has taken itself out.
    void session.evaluate(call).then(answer => (answer.ok && (answer.value || !greeted)) || wire.destroy())
  }
  const timer = setInterval(() => tell(''), WORD_MS)
  const wire = new Duplex({
    read() {},
    write(chunk: Buffer, _encoding, done) {
      tell(chunk.toString('base64'))
      done()
    },
    destroy(error, done) {
      clearInterval(timer)
      void session.disconnect().then(() => done(error))
    },
  })
  void session.closed.then(() => wire.destroy())
  const added = await session.addBinding(name, text => {
    // Its last word.
    if (text === '') return void wire.destroy()
    greeted = true
    const bytes = Buffer.from(text, 'base64')
    taken += bytes.length
    if (!wire.destroyed) wire.push(bytes)
    if (taken - told > TOLD_BYTES) tell('')
  })
  if (added.ok) return ok(wire)
  wire.destroy()
  return added
}

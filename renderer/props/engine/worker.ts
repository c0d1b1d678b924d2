import { createBirpc } from 'birpc'
import { createEngine } from './engine.ts'
import type { ThreadApi, ViewApi } from './protocol.ts'
import { createWarmUp } from './warm-up.ts'

/*
 * The worker that holds a payload. Its calls are answered in their order; birpc carries them.
 */
const to: ViewApi = {
  found: found => void rpc.found(found),
  progress: done => void rpc.progress(done),
}
let engine = createEngine(to)
const warmUp = createWarmUp()
const rpc = createBirpc<ViewApi, ThreadApi>(
  {
    rest() {
      engine.close()
      engine = createEngine(to)
      return warmUp.run()
    },
  },
  {
    post: message => self.postMessage(message),
    on: handler => self.addEventListener('message', (event: MessageEvent<unknown>) => handler(event.data)),
    eventNames: ['found', 'progress'],
    resolver(name, own) {
      if (own) return own
      warmUp.stop()
      return Reflect.get(engine, name)
    },
    timeout: -1,
  },
)

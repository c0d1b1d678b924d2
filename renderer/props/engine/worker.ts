import { createBirpc } from 'birpc'
import { createEngine } from './engine.ts'
import type { EngineApi, ViewApi } from './protocol.ts'

/*
 * The worker that holds a payload. Its calls are answered in their order; birpc carries them.
 */
const to: ViewApi = {
  found: found => void rpc.found(found),
  progress: done => void rpc.progress(done),
}
const rpc = createBirpc<ViewApi, EngineApi>(createEngine(to), {
  post: message => self.postMessage(message),
  on: handler => self.addEventListener('message', (event: MessageEvent<unknown>) => handler(event.data)),
  eventNames: ['found', 'progress'],
  timeout: -1,
})

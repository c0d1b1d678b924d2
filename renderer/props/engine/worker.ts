import { createBirpc } from 'birpc'
import { createEngine } from './engine.ts'

/*
 * The worker that holds a payload. Its calls are answered in their order; birpc carries them.
 */
createBirpc<object, ReturnType<typeof createEngine>>(createEngine(), {
  post: message => self.postMessage(message),
  on: handler => self.addEventListener('message', (event: MessageEvent<unknown>) => handler(event.data)),
  timeout: -1,
})

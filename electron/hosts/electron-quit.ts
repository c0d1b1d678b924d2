import { app } from 'electron'
import type { Backend } from '../../shared/api.ts'

/** How long detaching may hold up the end of the app, in ms. */
const CLOSE_MS = 3000

/** However the app ends (window, menu, signal), it leaves the attached server first. */
export function closeBeforeQuit(backend: Backend, report: (error: unknown) => void): void {
  let closed = false
  app.on('before-quit', event => {
    if (closed) return
    event.preventDefault()
    closed = true
    const late = new Promise<void>(resolve => setTimeout(resolve, CLOSE_MS))
    void Promise.race([backend.close(), late])
      .catch(report)
      .finally(() => app.quit())
  })
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => app.quit())
}

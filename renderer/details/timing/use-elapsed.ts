import { useSyncExternalStore } from 'react'

const EVERY_MS = 100

/** One clock for the whole pane, so that no two figures of one request disagree. */
let now = Date.now()
let timer: ReturnType<typeof setInterval> | null = null
const listeners = new Set<() => void>()

function tick(): void {
  now = Date.now()
  for (const listener of listeners) listener()
}

function follow(listener: () => void): () => void {
  listeners.add(listener)
  now = Date.now()
  timer ??= setInterval(tick, EVERY_MS)
  return () => {
    listeners.delete(listener)
    if (listeners.size > 0 || timer === null) return
    clearInterval(timer)
    timer = null
  }
}

const stand = () => () => undefined

/** Milliseconds since `startedAt` (epoch ms), counted on while `running`. The server's clock is this machine's. */
export function useElapsed(startedAt: number, running: boolean): number {
  return Math.max(0, useSyncExternalStore(running ? follow : stand, () => now) - startedAt)
}

import { quietCollector } from './quiet-collector.ts'
import { serverKey } from './server-key.ts'
import { type CaptureSession, createSession, type SessionOptions } from './session.ts'

/** The captures of all servers that are or were looked at, one for each: whatever sees a server finds the capture that the others feed. */
export interface Sessions {
  /** The one of the server at `origin`. */
  of(origin: string): CaptureSession
  /** As each session's own. */
  cut(why: string): void
  settled(): Promise<void>
  close(): void
}

export function createSessions(options: Omit<SessionOptions, 'origin'>): Sessions {
  quietCollector()
  const sessions = new Map<string, CaptureSession>()
  return {
    of(origin) {
      const key = serverKey(origin)
      const known = sessions.get(key)
      if (known) return known
      const session = createSession({ ...options, origin })
      sessions.set(key, session)
      return session
    },
    cut(why) {
      for (const session of sessions.values()) session.cut(why)
    },
    async settled() {
      for (const session of sessions.values()) await session.settled()
    },
    close() {
      for (const session of sessions.values()) session.close()
    },
  }
}

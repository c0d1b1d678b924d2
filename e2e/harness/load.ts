import { Agent } from 'node:http'
import { ask } from './requests.ts'

/** Requests that go on until they are stopped, `connections` at once. */
export interface Load {
  /** What came since the last call: how many answers, how many of them were no 200, and the longest in ms. */
  lap(): { readonly answers: number; readonly wrong: number; readonly longestMs: number }
  stop(): Promise<void>
}

export function startLoad(origin: string, path: string, connections: number): Load {
  const agent = new Agent({ keepAlive: true, maxSockets: connections })
  let going = true
  let now = { answers: 0, wrong: 0, longestMs: 0 }
  async function one(): Promise<void> {
    while (going) {
      const begun = performance.now()
      const status = await ask(origin, path, { agent }).then(
        answer => answer.status,
        () => 0,
      )
      now = {
        answers: now.answers + 1,
        wrong: now.wrong + (status === 200 ? 0 : 1),
        longestMs: Math.max(now.longestMs, performance.now() - begun),
      }
    }
  }
  const loops = Array.from({ length: connections }, one)
  return {
    lap() {
      const lap = now
      now = { answers: 0, wrong: 0, longestMs: 0 }
      return lap
    },
    async stop() {
      going = false
      await Promise.all(loops)
      agent.destroy()
    },
  }
}

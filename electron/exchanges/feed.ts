import type { ExchangeBatch } from '../../shared/api.ts'
import type { Exchange, ExchangeSummary } from '../../shared/exchange.ts'
import { asJson } from '../../shared/wire.ts'
import { summarize } from './summary.ts'

/** Gathers changes and hands them out in batches, at most one a frame. */
export interface Feed {
  readonly revision: number
  changed(exchange: Exchange): void
  removed(ids: readonly string[]): void
  cleared(): void
  /** Hands out what is waiting now. */
  flush(): void
  close(): void
}

const FRAME_MS = 16

export function createFeed(push: (batch: ExchangeBatch) => void): Feed {
  const waiting = new Map<string, Exchange>()
  let gone: string[] = []
  let wiped = false
  let revision = 0
  let timer: NodeJS.Timeout | null = null

  function flush(): void {
    if (timer) clearTimeout(timer)
    timer = null
    if (waiting.size === 0 && gone.length === 0 && !wiped) return
    revision += 1
    const upserts: ExchangeSummary[] = asJson(Array.from(waiting.values(), summarize))
    const batch = { revision, upserts, removed: gone, cleared: wiped }
    waiting.clear()
    gone = []
    wiped = false
    push(batch)
  }
  const soon = () => {
    timer ??= setTimeout(flush, FRAME_MS)
  }
  return {
    get revision() {
      return revision
    },
    changed(exchange) {
      waiting.set(exchange.id, exchange)
      soon()
    },
    removed(ids) {
      if (ids.length === 0) return
      for (const id of ids) waiting.delete(id)
      gone.push(...ids)
      soon()
    },
    cleared() {
      waiting.clear()
      gone = []
      wiped = true
      soon()
    },
    flush,
    close() {
      if (timer) clearTimeout(timer)
      timer = null
    },
  }
}

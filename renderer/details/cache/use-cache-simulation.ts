import { useEffect, useState } from 'react'
import type { CacheSimulation } from '../../../shared/cache-simulation.ts'
import type { Exchange } from '../../../shared/exchange.ts'
import { backend } from '../../state/backend.ts'

export type SimulatedCache =
  | { readonly kind: 'loading' }
  | { readonly kind: 'ready'; readonly simulation: CacheSimulation }
  | { readonly kind: 'failed'; readonly message: string }

/** Worked out anew when the exchange that is shown changes; requests that come later are not waited for. */
export function useCacheSimulation(exchange: Exchange): SimulatedCache {
  const [simulated, setSimulated] = useState<SimulatedCache>({ kind: 'loading' })
  useEffect(() => {
    let current = true
    const put = (is: SimulatedCache) => {
      if (current) setSimulated(is)
    }
    backend.simulateCache(exchange.id).then(
      simulation =>
        put(
          simulation
            ? { kind: 'ready', simulation }
            : { kind: 'failed', message: 'this exchange is not kept any more' },
        ),
      error => put({ kind: 'failed', message: error instanceof Error ? error.message : String(error) }),
    )
    return () => {
      current = false
    }
  }, [exchange])
  return simulated
}

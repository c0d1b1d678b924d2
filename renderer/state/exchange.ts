import { useEffect, useState } from 'react'
import type { Exchange } from '../../shared/exchange.ts'
import { backend } from './backend.ts'
import { useRow } from './rows-hooks.ts'

export type LoadedExchange =
  | { readonly kind: 'loading' }
  | { readonly kind: 'ready'; readonly exchange: Exchange }
  /** Cleared, or let go to keep the store within its bound. */
  | { readonly kind: 'gone' }
  | { readonly kind: 'failed'; readonly message: string }

/**
 * All that is known of an exchange, fetched when asked for and again whenever its row changes. While a newer version is under
 * way the one before stays, so that the pane does not flicker.
 */
export function useExchange(id: string): LoadedExchange {
  const row = useRow(id)
  const [loaded, setLoaded] = useState<{ readonly id: string; readonly is: LoadedExchange } | null>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: a changed row is the sign that the exchange changed
  useEffect(() => {
    let current = true
    const put = (is: LoadedExchange) => {
      if (current) setLoaded({ id, is })
    }
    backend.getExchange(id).then(
      exchange => put(exchange ? { kind: 'ready', exchange } : { kind: 'gone' }),
      error => put({ kind: 'failed', message: error instanceof Error ? error.message : String(error) }),
    )
    return () => {
      current = false
    }
  }, [id, row])
  return loaded?.id === id ? loaded.is : { kind: 'loading' }
}

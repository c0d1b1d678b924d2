import { useSyncExternalStore } from 'react'

const lists = new Map<string, MediaQueryList>()

/** One list a query: making one costs, and what uses it is drawn often. */
function listOf(query: string): MediaQueryList {
  let list = lists.get(query)
  if (!list) {
    list = matchMedia(query)
    lists.set(query, list)
  }
  return list
}

/** Whether a media query holds, kept true. */
export function useMedia(query: string): boolean {
  return useSyncExternalStore(
    changed => {
      const list = listOf(query)
      list.addEventListener('change', changed)
      return () => list.removeEventListener('change', changed)
    },
    () => listOf(query).matches,
  )
}

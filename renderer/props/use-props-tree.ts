import { useEffect, useState } from 'react'
import { backend } from '../state/backend.ts'
import type { JsonTree } from './decode.ts'
import { indexInWorker } from './index-in-worker.ts'
import type { JsonFault } from './json-index.ts'
import { readWhole } from './read-whole.ts'
import type { Opened, Order } from './rows.ts'

export type LoadedTree =
  | { readonly kind: 'reading'; readonly loaded: number; readonly total: number | null }
  | { readonly kind: 'indexing'; readonly total: number }
  | { readonly kind: 'ready'; readonly tree: JsonTree; readonly short: boolean }
  /** The bytes are no JSON: shown as text. */
  | { readonly kind: 'broken'; readonly bytes: Uint8Array; readonly fault: JsonFault; readonly short: boolean }
  /** Not captured, or let go. */
  | { readonly kind: 'none' }
  | { readonly kind: 'failed'; readonly message: string }

/** How a tree is looked at. `active`: the key of the active row. */
export interface TreeView {
  readonly opened: Opened
  readonly order: Order
  readonly active: string | null
}

/** What outlives the tab while the same exchange stays chosen: 50 MB are not read again for a look at another tab. */
export interface PropsMemory {
  loaded: { readonly key: string; readonly is: LoadedTree } | null
  view: TreeView | null
  /** Of the tree, in pixels. */
  scrollTop: number
}

export const newPropsMemory = (): PropsMemory => ({ loaded: null, view: null, scrollTop: 0 })

/** Reads and indexes the props of an exchange; begun anew when `key` changes, and given up when another one is chosen. */
export function usePropsTree(id: string, key: string, memory: PropsMemory): LoadedTree {
  const [loaded, setLoaded] = useState(memory.loaded)
  useEffect(() => {
    if (memory.loaded?.key === key) return
    // Another payload: what was open in the one before means nothing here.
    memory.loaded = null
    memory.view = null
    memory.scrollTop = 0
    const control = new AbortController()
    const put = (is: LoadedTree) => {
      if (control.signal.aborted) return
      if (is.kind !== 'reading' && is.kind !== 'indexing') memory.loaded = { key, is }
      setLoaded({ key, is })
    }
    load(id, control.signal, put).catch(error =>
      put({ kind: 'failed', message: error instanceof Error ? error.message : String(error) }),
    )
    return () => control.abort(new Error('another exchange was chosen'))
  }, [id, key, memory])
  return loaded?.key === key ? loaded.is : { kind: 'reading', loaded: 0, total: null }
}

async function load(id: string, signal: AbortSignal, put: (is: LoadedTree) => void): Promise<void> {
  const whole = await readWhole(
    (offset, length) => backend.readBody(id, 'props', offset, length),
    signal,
    (loaded, total) => put({ kind: 'reading', loaded, total }),
  )
  if (whole === null) return put({ kind: 'none' })
  put({ kind: 'indexing', total: whole.bytes.length })
  const answer = await indexInWorker(whole.bytes, signal)
  const { bytes } = answer
  const { short } = whole
  put(
    answer.ok
      ? { kind: 'ready', tree: { bytes, index: answer.index }, short }
      : { kind: 'broken', bytes, fault: answer.fault, short },
  )
}

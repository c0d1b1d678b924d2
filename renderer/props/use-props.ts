import { useEffect, useRef, useState } from 'react'
import { backend } from '../state/backend.ts'
import { type Engine, keepEngineReady, openEngine } from './engine/open-engine.ts'
import type { Facts, Frame, Loaded } from './engine/protocol.ts'
import { readPieces } from './read-pieces.ts'
import type { PropsTool } from './ToolTabs.tsx'

/** A value that is masked until it is asked for. */
export interface KnownSecret {
  readonly path: string
  readonly name: string
}

export type LoadedProps =
  | { readonly kind: 'reading'; readonly loaded: number; readonly total: number | null }
  | { readonly kind: 'indexing'; readonly total: number }
  | { readonly kind: 'ready'; readonly engine: Engine; readonly facts: Facts; readonly first: Frame }
  /** The bytes are no JSON: shown as text. `short`: the store let go of the rest while it was read. */
  | { readonly kind: 'broken'; readonly is: Loaded & { ok: false }; readonly short: boolean }
  /** Not captured, or let go. */
  | { readonly kind: 'none' }
  | { readonly kind: 'failed'; readonly message: string }

/** What outlives the tab while the same exchange stays chosen: 50 MB are not read again for a look at another tab. */
export interface PropsMemory {
  loaded: { readonly key: string; readonly is: LoadedProps } | null
  engine: Engine | null
  /** The lines that came with the index; null once others were asked for. */
  first: Frame | null
  /** Of the tree, in pixels. */
  scrollTop: number
  /** What is looked at beside the tree. */
  tool: PropsTool | null
}

export const newPropsMemory = (): PropsMemory => ({
  loaded: null,
  engine: null,
  first: null,
  scrollTop: 0,
  tool: null,
})

export function closeProps(memory: PropsMemory): void {
  memory.engine?.close()
  memory.engine = null
  memory.loaded = null
  memory.first = null
}

/** Reads and indexes the props of an exchange; begun anew when `key` changes, and given up when another one is chosen. */
export function useProps(id: string, key: string, memory: PropsMemory, secrets: readonly KnownSecret[]): LoadedProps {
  const known = useRef(secrets)
  known.current = secrets
  const [loaded, setLoaded] = useState(memory.loaded)
  useEffect(() => {
    if (memory.loaded?.key === key) return
    // Another payload: what was open in the one before means nothing here.
    closeProps(memory)
    memory.scrollTop = 0
    const control = new AbortController()
    const put = (is: LoadedProps) => {
      if (control.signal.aborted) return
      if (is.kind === 'ready') memory.first = is.first
      if (is.kind !== 'reading' && is.kind !== 'indexing') memory.loaded = { key, is }
      setLoaded({ key, is })
    }
    const engine = openEngine()
    memory.engine = engine
    load(id, engine, known.current, control.signal, put)
      .catch(error => put({ kind: 'failed', message: error instanceof Error ? error.message : String(error) }))
      .finally(keepEngineReady)
    return () => {
      control.abort(new Error('another exchange was chosen'))
      if (memory.loaded?.key !== key) engine.close()
    }
  }, [id, key, memory])
  return loaded?.key === key ? loaded.is : { kind: 'reading', loaded: 0, total: null }
}

async function load(
  id: string,
  engine: Engine,
  secrets: readonly KnownSecret[],
  signal: AbortSignal,
  put: (is: LoadedProps) => void,
): Promise<void> {
  const taken: Promise<unknown>[] = []
  const end = await readPieces(
    (offset, length) => backend.readBody(id, 'props', offset, length),
    signal,
    (piece, loaded, total) => {
      const one = engine.ask.append(piece, total)
      // Heard below; before that the engine may be closed.
      one.catch(() => undefined)
      taken.push(one)
      put({ kind: 'reading', loaded, total })
    },
  )
  if (end === null) return put({ kind: 'none' })
  put({ kind: 'indexing', total: end.bytes })
  // Asked for at once: the worker takes its messages in their order.
  const [is] = await Promise.all([engine.ask.index(secrets), ...taken])
  put(is.ok ? { kind: 'ready', engine, facts: is.facts, first: is.first } : { kind: 'broken', is, short: end.short })
}

import { useEffect, useState } from 'react'
import { backend } from '../state/backend.ts'
import type { Engine } from './engine/open-engine.ts'
import type { Compared } from './engine/protocol.ts'
import { readPieces } from './read-pieces.ts'
import type { KnownSecret } from './use-props.ts'

export type Comparing =
  | { readonly kind: 'none' }
  | { readonly kind: 'reading' | 'comparing'; readonly done: number }
  | { readonly kind: 'done'; readonly is: Compared }

/** Compares the payload of `engine` with the props of another exchange; null: with none. */
export function useCompare(engine: Engine, other: string | null, ignore: readonly string[]): Comparing {
  const [read, setRead] = useState<{ readonly id: string; readonly secrets: readonly KnownSecret[] } | null>(null)
  const [state, setState] = useState<Comparing>({ kind: 'none' })
  const wanted = ignore.join('\n')
  useEffect(() => {
    setRead(null)
    if (other === null) return setState({ kind: 'none' })
    const control = new AbortController()
    const fail = (why: string) => {
      if (!control.signal.aborted) setState({ kind: 'done', is: { ok: false, why } })
    }
    setState({ kind: 'reading', done: 0 })
    let taken: Promise<unknown> = Promise.resolve()
    readPieces(
      (offset, length) => backend.readBody(other, 'props', offset, length),
      control.signal,
      (piece, loaded, total) => {
        taken = engine.ask.appendOther(piece, total)
        setState({ kind: 'reading', done: loaded / Math.max(1, total) })
      },
    )
      .then(async end => {
        if (end === null) return fail('The props of that exchange are not kept (any more).')
        const [exchange] = await Promise.all([backend.getExchange(other), taken])
        setRead({ id: other, secrets: exchange?.secrets ?? [] })
      })
      .catch(error => fail(error instanceof Error ? error.message : String(error)))
    return () => {
      control.abort(new Error('another exchange was chosen'))
      engine.ask.dropOther().catch(() => undefined)
    }
  }, [engine, other])
  useEffect(() => {
    if (read === null) return
    let current = true
    engine.onProgress = done => setState({ kind: 'comparing', done })
    setState({ kind: 'comparing', done: 0 })
    engine.ask.compare(wanted === '' ? [] : wanted.split('\n'), read.secrets).then(
      is => current && setState({ kind: 'done', is }),
      () => undefined,
    )
    return () => {
      current = false
      engine.onProgress = () => undefined
    }
  }, [engine, read, wanted])
  return state
}

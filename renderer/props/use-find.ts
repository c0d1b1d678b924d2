import { useCallback, useEffect, useRef, useState } from 'react'
import type { Engine } from './engine/open-engine.ts'
import type { FindEnd, Found } from './engine/protocol.ts'
import { AROUND, type Tree } from './use-tree.ts'

export type Finding =
  | { readonly kind: 'none' }
  | { readonly kind: 'running'; readonly found: Found }
  | { readonly kind: 'done'; readonly end: FindEnd & { readonly ok: true } }
  | { readonly kind: 'refused'; readonly why: string }

export interface Find {
  readonly finding: Finding
  /** The hit that was gone to, from 0; null before. */
  readonly hit: number | null
  /** Begins a search; an empty box ends the last one. */
  start(box: string, matchCase: boolean): void
  stop(): void
  go(step: 1 | -1): void
}

const NOTHING: Found = { count: 0, kept: 0, done: 0 }

/** The search in the payload that is looked at. Goes to the first hit as soon as there is one. */
export function useFind(engine: Engine, tree: Tree): Find {
  const [finding, setFinding] = useState<Finding>({ kind: 'none' })
  const [hit, setHit] = useState<number | null>(null)
  const job = useRef(0)
  const gone = useRef(false)
  const { put, act } = tree
  const goTo = useCallback(
    async (to: number) => {
      const frame = await engine.ask.goToHit(to, { from: -1, to: AROUND - 1 })
      if (frame.hit === null) return
      put(frame)
      setHit(frame.hit)
    },
    [engine, put],
  )
  const first = useCallback(
    (count: number) => {
      if (gone.current || count === 0) return
      gone.current = true
      void goTo(-1)
    },
    [goTo],
  )
  useEffect(() => {
    engine.onFound = found => {
      setFinding(before => (before.kind === 'running' ? { kind: 'running', found } : before))
      first(found.count)
    }
    return () => {
      engine.onFound = () => undefined
    }
  }, [engine, first])

  return {
    finding,
    hit,
    start(box, matchCase) {
      const own = ++job.current
      setHit(null)
      gone.current = false
      if (box.trim() === '') {
        setFinding({ kind: 'none' })
        void engine.ask.find('', false).then(() => act({ kind: 'look' }, false))
        return
      }
      setFinding({ kind: 'running', found: NOTHING })
      engine.ask.find(box, matchCase).then(
        end => {
          if (own !== job.current) return
          setFinding(end.ok ? { kind: 'done', end } : { kind: 'refused', why: end.why })
          if (end.ok && end.count > 0) first(end.count)
          // What was marked before is not any more.
          else act({ kind: 'look' }, false)
        },
        () => undefined,
      )
    },
    stop: () => void engine.ask.stopFinding(),
    go(step) {
      const kept = finding.kind === 'running' ? finding.found.kept : finding.kind === 'done' ? finding.end.kept : 0
      if (kept > 0) void goTo(hit === null ? -1 : (hit + step + kept) % kept)
    },
  }
}

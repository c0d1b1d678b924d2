import { useCallback, useEffect, useRef, useState } from 'react'
import type { Engine } from './engine/open-engine.ts'
import type { Action, Frame, RowView, TreeState, Window } from './engine/protocol.ts'
import type { PropsMemory } from './use-props.ts'

/** Rows asked for around the active one, and beyond those on screen. */
export const AROUND = 200
const BEYOND = 60
/** Rows kept; more are let go when others come. */
const KEPT = 3_000

export interface Tree {
  /** null until the first answer. */
  readonly state: TreeState | null
  /** Counts up with every action that the list should follow to the active row. */
  readonly followed: number
  row(at: number): RowView | undefined
  /** `follow`: the rows around the active one come with the answer, and the list goes there. */
  act(action: Action, follow: boolean): void
  /** Puts a frame that came with another answer; the list goes to its active row. */
  put(frame: Frame): void
  /** Says which rows are on screen; those that are not there are asked for. */
  show(window: Window): void
}

/** The rows of a tree that are on screen, and the ways to change them. Everything else stays in the worker. */
export function useTree(engine: Engine, memory: Pick<PropsMemory, 'first'>): Tree {
  const [state, setState] = useState<TreeState | null>(memory.first?.state ?? null)
  const [followed, setFollowed] = useState(0)
  const [, setKnown] = useState(0)
  const [begun] = useState(() => rowsOf(memory.first))
  const rows = useRef(begun)
  const screen = useRef<Window>({ from: 0, to: AROUND })
  const asked = useRef<string | null>(null)
  const alive = useRef(true)

  const take = useCallback(
    (frame: Frame, follow: boolean) => {
      if (!alive.current) return
      memory.first = null
      if (!follow || frame.state.version !== versionOf(rows.current)) rows.current = new Map()
      stamp(rows.current, frame.state.version)
      for (const row of frame.rows) rows.current.set(row.at, row)
      asked.current = null
      setState(frame.state)
      if (follow) setFollowed(count => count + 1)
    },
    [memory],
  )
  const act = useCallback(
    (action: Action, follow: boolean) => {
      const { from, to } = screen.current
      const window = follow ? { from: -1, to: AROUND - 1 } : { from: Math.max(0, from - BEYOND), to: to + BEYOND }
      // Where it rejects the worker was ended: another payload is on its way.
      engine.ask.act(action, window).then(
        frame => take(frame, follow),
        () => undefined,
      )
    },
    [engine, take],
  )
  useEffect(() => {
    alive.current = true
    if (memory.first === null) act({ kind: 'look' }, false)
    return () => {
      alive.current = false
    }
  }, [act, memory])

  const put = useCallback((frame: Frame) => take(frame, true), [take])
  const show = useCallback(
    (window: Window) => {
      screen.current = window
      const version = versionOf(rows.current)
      if (version === null || isKnown(rows.current, window)) return
      const wanted = { from: Math.max(0, window.from - BEYOND), to: window.to + BEYOND }
      const name = `${version} ${wanted.from}`
      if (asked.current === name) return
      asked.current = name
      engine.ask.rows(version, wanted).then(
        found => {
          if (!alive.current || version !== versionOf(rows.current)) return
          if (rows.current.size > KEPT) {
            rows.current = new Map()
            stamp(rows.current, version)
          }
          // One that is there is the same: its line need not be drawn again.
          for (const row of found) if (!rows.current.has(row.at)) rows.current.set(row.at, row)
          if (asked.current === name) asked.current = null
          setKnown(count => count + 1)
        },
        () => undefined,
      )
    },
    [engine],
  )
  return { state, followed, row: at => rows.current.get(at), act, show, put }
}

/** Which version of the lines the kept ones are of. */
const versions = new WeakMap<Map<number, RowView>, number>()
const versionOf = (rows: Map<number, RowView>): number | null => versions.get(rows) ?? null
const stamp = (rows: Map<number, RowView>, version: number) => versions.set(rows, version)

function rowsOf(frame: Frame | null): Map<number, RowView> {
  const rows = new Map<number, RowView>()
  if (frame === null) return rows
  for (const row of frame.rows) rows.set(row.at, row)
  stamp(rows, frame.state.version)
  return rows
}

function isKnown(rows: ReadonlyMap<number, RowView>, { from, to }: Window): boolean {
  for (let at = from; at < to; at++) if (!rows.has(at)) return false
  return true
}

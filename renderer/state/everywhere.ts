import { create } from 'zustand'
import type { FindStep, FoundIn } from '../../shared/api.ts'
import { backend } from './backend.ts'

/** A search through the props of everything captured. It outlives the exchange that it was begun from. */
export interface Everywhere {
  readonly box: string
  readonly found: readonly FoundIn[]
  /** Exchanges with props: looked at, and in all. */
  readonly searched: number
  readonly of: number
  /** Of the exchanges looked at: what was in the way. */
  readonly notKept: number
  readonly unreadable: number
  readonly slow: number
  readonly state: 'running' | 'stopped' | 'done'
  /** What was wrong, in words. */
  readonly problem: string | null
}

/** Exchanges shown; with more of them the words are to be chosen better. */
const FOUND_AT_MOST = 500
const NOTHING = { found: [], searched: 0, of: 0, notKept: 0, unreadable: 0, slow: 0, problem: null }

export const useEverywhere = create<{ readonly search: Everywhere | null }>()(() => ({ search: null }))

let job = 0
const put = (search: Everywhere | null) => useEverywhere.setState({ search })

/** Asks step by step, so that it can be stopped between any two. */
export async function findEverywhere(box: string, matchCase: boolean): Promise<void> {
  const own = ++job
  let now: Everywhere = { ...NOTHING, box, state: 'running' }
  put(now)
  for (let after: string | null = null; ; ) {
    const step = await backend.findInProps(box, matchCase, after)
    if (own !== job) return
    if (!step.ok) return put({ ...now, state: 'done', problem: `${step.problem.message} ${step.problem.next}` })
    const { value } = step
    now = joined(now, value)
    const full = now.found.length >= FOUND_AT_MOST
    put(value.next === null || full ? { ...now, state: full ? 'stopped' : 'done' } : now)
    if (value.next === null || full) return
    after = value.next
  }
}

export function stopEverywhere(): void {
  job++
  const { search } = useEverywhere.getState()
  if (search) put({ ...search, state: 'stopped' })
}

export function closeEverywhere(): void {
  job++
  put(null)
}

const joined = (before: Everywhere, step: FindStep): Everywhere => ({
  ...before,
  found: [...before.found, ...step.found],
  searched: step.searched,
  of: step.of,
  notKept: before.notKept + step.notKept,
  unreadable: before.unreadable + step.unreadable,
  slow: before.slow + step.slow,
})

/** A place in the props of an exchange that is to be shown once they are read. */
let wanted: { readonly id: string; readonly path: string } | null = null
export function wantPath(id: string, path: string): void {
  wanted = { id, path }
}
/** The path that is wanted of this exchange, once; null where none is. */
export function takeWantedPath(id: string): string | null {
  if (wanted?.id !== id) return null
  const { path } = wanted
  wanted = null
  return path
}

import { useState } from 'react'
import type { AppState } from '../../shared/api.ts'
import type { Problem, Result } from '../../shared/problem.ts'
import { hostWords } from '../app/server-words.ts'
import { backend } from '../state/backend.ts'
import { useStore } from '../state/store.ts'

export interface Failure {
  readonly title: string
  readonly problem: Problem
}

export interface Attach {
  readonly attach: (target: string) => void
  /** The wire alone, where no agent can be put in. */
  readonly tap: (origin: string) => void
  readonly startDemo: () => void
  readonly failure: Failure | null
  /** The target that is being attached to, `demo`, or null. */
  readonly busyWith: string | null
}

/** Attaching from the connect screen, and what went wrong the last time, also where somebody else (the command line) tried. */
export function useAttach(app: AppState): Attach {
  const [own, setOwn] = useState<Failure | null>(null)
  const [asking, setAsking] = useState<string | null>(null)
  const { servers, demo } = app
  const run = async (name: string, title: string, call: () => Promise<Result<object>>) => {
    setOwn(null)
    setAsking(name)
    const result = await call()
    setAsking(null)
    // Whoever looks at one server looks at the new one then; whoever looks at all sees it among them.
    if (result.ok)
      useStore.setState(({ chosen }) => ({
        connectOpen: false,
        chosen: chosen !== null && 'id' in result.value ? String(result.value.id) : null,
      }))
    // `not-attached`: it was given up on purpose.
    else if (result.problem.code !== 'not-attached') setOwn({ title, problem: result.problem })
  }
  const failed = servers.map(({ connection }) => connection).findLast(({ kind }) => kind === 'failed')
  const attaching = servers.map(({ connection }) => connection).find(({ kind }) => kind === 'attaching')
  const busyWith =
    demo.kind === 'starting' ? 'demo' : (asking ?? (attaching?.kind === 'attaching' ? attaching.target : null))
  return {
    attach: target => void run(target, attachTitle(target), () => backend.attach(target)),
    tap: origin =>
      void run(origin, `Could not open the tap in front of ${hostWords(origin)}`, () => backend.openTap(origin, null)),
    startDemo: () => void run('demo', 'The demo shop did not start', () => backend.startDemo()),
    failure:
      busyWith === null
        ? (own ?? (failed?.kind === 'failed' ? { title: attachTitle(failed.target), problem: failed.problem } : null))
        : null,
    busyWith,
  }
}

const attachTitle = (target: string) => `Could not attach to ${hostWords(target)}`

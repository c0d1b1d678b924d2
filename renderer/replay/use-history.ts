import { useCallback, useEffect, useState } from 'react'
import { create } from 'zustand'
import type { Outgoing } from '../../shared/replay.ts'
import type { KeptRequest } from '../../shared/replay-history.ts'
import { withHeader } from '../../shared/replay-request.ts'
import { backend } from '../state/backend.ts'

/** Whether what is sent from now on is remembered with its secrets; off in each new session. */
export const useKeepSecrets = create<{ readonly keep: boolean }>()(() => ({ keep: false }))
export const keepSecrets = (keep: boolean): void => useKeepSecrets.setState({ keep })

/** The history of the project behind `origin`, read anew where `version` changes; null while it is read. */
export function useHistory(origin: string, version: unknown) {
  const [kept, setKept] = useState<readonly KeptRequest[] | null>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new version is a new question
  useEffect(() => {
    let wanted = true
    backend.readHistory(origin).then(
      all => wanted && setKept(all),
      // A lost connection says so elsewhere.
      () => undefined,
    )
    return () => {
      wanted = false
    }
  }, [origin, version])
  const forget = useCallback(
    (id: string | null) => void backend.forgetRequests(origin, id).then(setKept, () => undefined),
    [origin],
  )
  return { kept, forget }
}

/** Remembers an edited request that was sent. */
export function remember(origin: string, page: string | null, request: Outgoing): void {
  backend.rememberRequest(origin, page, request, useKeepSecrets.getState().keep).catch(() => undefined)
}

/** A remembered request, with what was left out of it taken from the request at hand. `missing`: of that, what it does not have either. */
export function fillIn(
  { request, left }: KeptRequest,
  { headers }: Outgoing,
): { readonly request: Outgoing; readonly missing: readonly string[] } {
  let filled = request
  const missing: string[] = []
  for (const name of left) {
    const [own, value] = headers.find(([other]) => other.toLowerCase() === name) ?? [name, null]
    if (value === null) missing.push(name)
    else filled = { ...filled, headers: withHeader(filled.headers, own, value) }
  }
  return { request: filled, missing }
}

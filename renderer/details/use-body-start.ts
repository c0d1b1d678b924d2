import { useEffect, useState } from 'react'
import { backend } from '../state/backend.ts'
import { PREVIEW_BYTES } from './body-preview.ts'

export type BodyStart =
  | { readonly kind: 'reading' }
  | { readonly kind: 'none' }
  | { readonly kind: 'ready'; readonly bytes: Uint8Array; readonly total: number }
  | { readonly kind: 'failed'; readonly message: string }

/** The first 256 kB of an answer's body, read anew when `version` changes. */
export function useBodyStart(id: string, version: string): BodyStart {
  const key = `${id} ${version}`
  const [body, setBody] = useState<{ readonly key: string; readonly is: BodyStart } | null>(null)
  useEffect(() => {
    let current = true
    const put = (is: BodyStart) => {
      if (current) setBody({ key, is })
    }
    backend.readBody(id, 'response', 0, PREVIEW_BYTES).then(
      slice => put(slice ? { kind: 'ready', bytes: slice.bytes, total: slice.total } : { kind: 'none' }),
      error => put({ kind: 'failed', message: error instanceof Error ? error.message : String(error) }),
    )
    return () => {
      current = false
    }
  }, [id, key])
  return body?.key === key ? body.is : { kind: 'reading' }
}

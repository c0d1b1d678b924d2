import { useEffect, useState } from 'react'
import type { BodyPart } from '../../../shared/api.ts'
import { backend } from '../../state/backend.ts'
import { PREVIEW_BYTES } from './body-preview.ts'

export type BodyStart =
  | { readonly kind: 'reading' }
  | { readonly kind: 'none' }
  | { readonly kind: 'ready'; readonly bytes: Uint8Array; readonly total: number }
  | { readonly kind: 'failed'; readonly message: string }

/** The first 256 kB of a body, read anew when `version` changes. */
export function useBodyStart(id: string, version: string, part: BodyPart = 'response'): BodyStart {
  const key = `${id} ${part} ${version}`
  const [body, setBody] = useState<{ readonly key: string; readonly is: BodyStart } | null>(null)
  useEffect(() => {
    let current = true
    const put = (is: BodyStart) => {
      if (current) setBody({ key, is })
    }
    backend.readBody(id, part, 0, PREVIEW_BYTES).then(
      slice => put(slice ? { kind: 'ready', bytes: slice.bytes, total: slice.total } : { kind: 'none' }),
      error => put({ kind: 'failed', message: error instanceof Error ? error.message : String(error) }),
    )
    return () => {
      current = false
    }
  }, [id, part, key])
  return body?.key === key ? body.is : { kind: 'reading' }
}

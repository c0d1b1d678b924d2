import { Check, SquarePen } from 'lucide-react'
import { useState } from 'react'
import type { SourcePlace as Place } from '../../../shared/api.ts'
import type { Problem } from '../../../shared/problem.ts'
import { backend } from '../../state/backend.ts'
import { useServerOf } from '../../state/servers.ts'
import { CopyButton } from '../../ui/CopyButton.tsx'
import { IconButton } from '../../ui/IconButton.tsx'
import { safeText } from '../../ui/safe-text.ts'
import { placeOf, shownFile } from './frames.ts'
import styles from './SourcePlace.module.css'

export interface OpenPlaceProps {
  readonly place: Place
  /** Of the server that ran it. */
  readonly origin: string
}

/** A place in the project's sources, with the ways to get there. */
export function SourcePlace({ place, origin }: OpenPlaceProps) {
  const folder = useServerOf(origin)?.server?.folder ?? null
  return (
    <span className={styles['place']}>
      <code className={styles['code']} title={safeText(place.file)}>
        {safeText(placeOf({ ...place, file: shownFile(place.file, folder) }))}
      </code>
      <CopyButton label="Copy the place in the source" text={placeOf(place)} />
      <OpenPlace place={place} origin={origin} />
    </span>
  )
}

/** Opens a place in the developer's editor; says why where it cannot be. */
export function OpenPlace({ place, origin }: OpenPlaceProps) {
  const server = useServerOf(origin)
  const [state, setState] = useState<'idle' | 'opened' | Problem>('idle')
  if (!server) return null
  const open = async () => {
    const result = await backend.openInEditor(server.id, { file: place.file, line: place.line, column: place.column })
    setState(result.ok ? 'opened' : result.problem)
  }
  return (
    <>
      <IconButton
        label="Open in the editor"
        icon={state === 'opened' ? <Check /> : <SquarePen />}
        onClick={() => void open()}
      />
      {typeof state === 'string' ? null : (
        <span className={styles['why']} role="alert">
          {safeText(state.message)} {safeText(state.next)}
        </span>
      )}
    </>
  )
}

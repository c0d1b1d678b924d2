import type { Frame } from '../../../shared/exchange.ts'
import { CopyButton } from '../../ui/CopyButton.tsx'
import { formatCountOf } from '../../ui/format.ts'
import { safeText } from '../../ui/safe-text.ts'
import styles from './Frames.module.css'
import { groupFrames, placeOf, shownFile } from './frames.ts'
import { OpenPlace } from './SourcePlace.tsx'
import { useProjectFolder } from './use-project-folder.ts'

export interface FramesProps {
  readonly frames: readonly Frame[]
  /** Of the server that threw. */
  readonly origin: string
}

/** The stack: the project's own frames stand out, those of Next, React and Node are folded. */
export function Frames({ frames, origin }: FramesProps) {
  const folder = useProjectFolder(origin)
  const groups = groupFrames(frames).map((group, order) => ({ group, id: order }))
  return (
    <ol className={styles['frames']} aria-label="Stack">
      {groups.map(({ group, id }) =>
        group.kind === 'own' ? (
          <li key={id} className={styles['own']}>
            <Line frame={group.frame} folder={folder} />
            <CopyButton label="Copy the place in the source" text={placeOf(group.frame)} />
            <OpenPlace place={group.frame} origin={origin} />
          </li>
        ) : (
          <li key={id}>
            <details className={styles['folded']}>
              <summary>{formatCountOf(group.frames.length, 'frame')} of Next, React, Node and packages</summary>
              <ol>
                {group.frames
                  .map((frame, place) => ({ frame, id: place }))
                  .map(entry => (
                    <li key={entry.id}>
                      <Line frame={entry.frame} folder={folder} />
                    </li>
                  ))}
              </ol>
            </details>
          </li>
        ),
      )}
    </ol>
  )
}

function Line({ frame, folder }: { readonly frame: Frame; readonly folder: string | null }) {
  const shown = placeOf({ ...frame, file: shownFile(frame.file, folder) })
  return (
    <span className={styles['line']}>
      <b>{frame.function === null ? '(anonymous)' : safeText(frame.function)}</b>{' '}
      <code title={safeText(frame.file)}>{safeText(shown)}</code>
    </span>
  )
}

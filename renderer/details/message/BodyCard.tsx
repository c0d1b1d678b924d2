import { useState } from 'react'
import { Button } from '../../ui/Button.tsx'
import { CopyButton } from '../../ui/CopyButton.tsx'
import { formatBytes } from '../../ui/format.ts'
import { safeBlock, safeText } from '../../ui/safe-text.ts'
import { Card } from '../parts/Card.tsx'
import styles from './BodyCard.module.css'
import { previewBody } from './body-preview.ts'
import type { Headers } from './header-rows.ts'
import { useBodyStart } from './use-body-start.ts'

/** Characters shown at first; laying out 256 kB of one line takes a noticeable while. */
const FIRST_CHARACTERS = 16 * 1024

export interface BodyCardProps {
  readonly id: string
  readonly headers: Headers
  /** Changes when the body may have. */
  readonly version: string
  /** The answer's where it is left away. */
  readonly part?: 'response' | 'request'
  /** It is known to have been let go: too much came at once. */
  readonly unkept?: boolean
}

/** The start of the answer's body, as text only: captured HTML is never given to the browser. */
export function BodyCard({ id, headers, version, part = 'response', unkept = false }: BodyCardProps) {
  const body = useBodyStart(id, version, part)
  const [all, setAll] = useState(false)
  if (body.kind !== 'ready') {
    return (
      <Card title="Body">
        <p className={styles['note']}>
          {body.kind === 'reading'
            ? 'Reading the start of the body …'
            : body.kind === 'none'
              ? unkept
                ? 'The body was not kept: too much came at once. Send the request again to see it.'
                : 'The body was not captured, or was let go to keep the store within its bound.'
              : `The body could not be read: ${safeText(body.message)}`}
        </p>
      </Card>
    )
  }
  const { bytes, total } = body
  const preview = previewBody(bytes, headers)
  if (preview.kind === 'binary' || total === 0) {
    return (
      <Card title="Body" aside={formatBytes(total)}>
        <p className={styles['note']}>
          {total === 0 || preview.kind !== 'binary'
            ? 'Empty.'
            : `Not text: ${safeText(preview.type)}, ${formatBytes(total)}.`}
        </p>
      </Card>
    )
  }
  const shown = all ? preview.text : preview.text.slice(0, FIRST_CHARACTERS)
  return (
    <Card
      title="Body"
      aside={
        <>
          {bytes.length < total ? `first ${formatBytes(bytes.length)} of ${formatBytes(total)}` : formatBytes(total)}
          <CopyButton label="Copy what is read of the body" text={preview.text} />
        </>
      }
    >
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region has to be reached by the keyboard */}
      <pre className={styles['body']} tabIndex={0}>
        {safeBlock(shown)}
      </pre>
      {shown.length < preview.text.length ? (
        <Button size="small" onClick={() => setAll(true)}>
          Show all {formatBytes(bytes.length)} that were read
        </Button>
      ) : null}
    </Card>
  )
}

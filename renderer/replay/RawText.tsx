import { useState } from 'react'
import type { Outgoing } from '../../shared/replay.ts'
import styles from './RawText.module.css'
import { fromRaw, toRaw } from './request-form.ts'

export interface RawTextProps {
  readonly request: Outgoing
  readonly onChange: (request: Outgoing) => void
}

/** The request as text; read as one types, and kept as it was last understood. */
export function RawText({ request, onChange }: RawTextProps) {
  const [typed, setTyped] = useState<{ readonly text: string; readonly means: Outgoing } | null>(null)
  const encoding = request.body?.encoding ?? 'utf8'
  // A preset or a reset changes the request from elsewhere: then what was typed is past.
  const text = typed && typed.means === request ? typed.text : toRaw(request)
  const read = fromRaw(text, encoding)
  return (
    <div className={styles['raw']}>
      <textarea
        className={styles['text']}
        aria-label="Request as raw text"
        aria-invalid={!read.ok}
        spellCheck={false}
        rows={Math.min(24, Math.max(8, text.split('\n').length + 1))}
        value={text}
        onChange={event => {
          const next = fromRaw(event.target.value, encoding)
          const means = next.ok ? next.request : request
          setTyped({ text: event.target.value, means })
          if (next.ok) onChange(next.request)
        }}
      />
      <p className={read.ok ? styles['fine'] : styles['wrong']} role="status">
        {read.ok
          ? `Understood${encoding === 'base64' ? '; the body is base64' : ''}. Content-Length is set when it is sent.`
          : `Line ${read.line}: ${read.why}`}
      </p>
    </div>
  )
}

import { Plus, X } from 'lucide-react'
import type { Outgoing } from '../../shared/replay.ts'
import { Button } from '../ui/Button.tsx'
import styles from './RawText.module.css'
import fields from './RequestFields.module.css'

export interface BodyFieldProps {
  readonly request: Outgoing
  readonly problem: string | null
  readonly onChange: (request: Outgoing) => void
}

/** The body, where there is one or one is wanted. */
export function BodyField({ request, problem, onChange }: BodyFieldProps) {
  const { body } = request
  if (body === null) {
    return (
      <section className={fields['part']} aria-label="Body">
        <h4>
          Body <small>none</small>
          <Button
            size="small"
            variant="quiet"
            onClick={() => onChange({ ...request, body: { encoding: 'utf8', text: '' } })}
          >
            <Plus aria-hidden /> Give one
          </Button>
        </h4>
      </section>
    )
  }
  return (
    <section className={fields['part']} aria-label="Body">
      <h4>
        Body {body.encoding === 'base64' ? <small>bytes, as base64</small> : null}
        <Button size="small" variant="quiet" onClick={() => onChange({ ...request, body: null })}>
          <X aria-hidden /> Without
        </Button>
      </h4>
      <textarea
        className={styles['text']}
        aria-label="Body of the request"
        aria-invalid={problem !== null}
        spellCheck={false}
        rows={Math.min(16, Math.max(3, body.text.split('\n').length + 1))}
        value={body.text}
        onChange={event => onChange({ ...request, body: { ...body, text: event.target.value } })}
      />
      {problem === null ? null : <p className={styles['wrong']}>{problem}</p>}
    </section>
  )
}

import { ClipboardPaste } from 'lucide-react'
import { useState } from 'react'
import type { Problem } from '../../shared/problem.ts'
import type { Outgoing, PreparedReplay } from '../../shared/replay.ts'
import { backend } from '../state/backend.ts'
import { Button } from '../ui/Button.tsx'
import { cx } from '../ui/cx.ts'
import { Popover } from '../ui/Popover.tsx'
import { ProblemNote } from '../ui/ProblemNote.tsx'
import { safeText } from '../ui/safe-text.ts'
import raw from './RawText.module.css'

export interface PasteCurlProps {
  readonly prepared: PreparedReplay
  readonly onChange: (request: Outgoing) => void
}

/** Makes a request of a pasted curl command. It is sent to the attached server, whichever it was written for. */
export function PasteCurl({ prepared, onChange }: PasteCurlProps) {
  const [open, setOpen] = useState(false)
  const [text, setText] = useState('')
  const [problem, setProblem] = useState<Problem | null>(null)
  const [notes, setNotes] = useState<readonly string[]>([])
  const read = async (pasted: string) => {
    setText(pasted)
    setProblem(null)
    setNotes([])
    if (pasted.trim() === '') return
    const result = await backend.readCurl(pasted)
    if (!result.ok) return setProblem(result.problem)
    const { origin, request } = result.value
    onChange(request)
    const elsewhere =
      origin === prepared.origin ? [] : [`It was written for ${origin}; it will be sent to ${prepared.origin}.`]
    setNotes(['The form holds it now.', ...elsewhere, ...result.value.notes])
  }
  return (
    <Popover
      title="Paste a cURL command"
      align="start"
      wide
      open={open}
      onOpenChange={setOpen}
      trigger={
        <Button size="small">
          <ClipboardPaste aria-hidden /> Paste cURL
        </Button>
      }
    >
      <div className={raw['raw']}>
        <textarea
          className={cx(raw['text'], raw['wrapped'])}
          aria-label="cURL command"
          rows={6}
          spellCheck={false}
          placeholder="curl 'http://localhost:3000/product/7' -H 'Accept: text/html'"
          value={text}
          onChange={event => void read(event.target.value)}
        />
        {problem === null ? null : <ProblemNote problem={problem} />}
        {notes.map(note => (
          <p key={note} className={raw['fine']} role="status">
            {safeText(note)}
          </p>
        ))}
      </div>
    </Popover>
  )
}

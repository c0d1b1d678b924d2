import { type FormEvent, useId, useState } from 'react'
import type { Problem } from '../../shared/problem.ts'
import { Button } from '../ui/Button.tsx'
import { TextInput } from '../ui/TextInput.tsx'
import { readTarget } from './addresses.ts'
import { FieldProblem } from './FieldProblem.tsx'
import styles from './TargetForm.module.css'
import { useTap } from './use-tap.ts'

export interface TargetFormProps {
  readonly disabled?: boolean
  /** Why the tap that was there is not any more; shown until something is typed. */
  readonly lost?: Problem | null
  /** Called when the tap is open. */
  readonly onOpen?: () => void
}

/** Puts the tap in front of an address that was typed, with no agent. */
export function TargetForm({ disabled = false, lost = null, onOpen }: TargetFormProps) {
  const [text, setText] = useState('')
  const [wrong, setWrong] = useState<string | null>(null)
  const { open, busy, problem: refused, forget } = useTap()
  const problem = refused ?? (text === '' ? lost : null)
  const id = useId()
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    forget()
    const read = readTarget(text)
    setWrong(read.ok ? null : read.why)
    if (read.ok && (await open(read.value, null))) onOpen?.()
  }
  const failed = wrong !== null || problem !== null
  return (
    <form className={styles['form']} onSubmit={event => void submit(event)}>
      <div className={styles['line']}>
        <TextInput
          label="Address to tap"
          placeholder="http://10.0.0.5:3000"
          maxLength={500}
          value={text}
          aria-invalid={failed || undefined}
          aria-describedby={failed ? id : undefined}
          onChange={event => {
            setText(event.target.value)
            setWrong(null)
            forget()
          }}
        />
        <Button type="submit" busy={busy} disabled={disabled || busy || text.trim() === ''}>
          {busy ? 'Opening…' : 'Open the tap'}
        </Button>
      </div>
      {wrong !== null ? (
        <FieldProblem id={id} what={wrong} />
      ) : problem !== null ? (
        <FieldProblem id={id} what={problem.message} next={problem.next} />
      ) : null}
    </form>
  )
}

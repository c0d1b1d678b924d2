import { type FormEvent, useId, useState } from 'react'
import { Button } from '../ui/Button.tsx'
import { TextInput } from '../ui/TextInput.tsx'
import { readPort } from './addresses.ts'
import { FieldProblem } from './FieldProblem.tsx'
import styles from './PortForm.module.css'
import type { TapAction } from './use-tap.ts'

export interface PortFormProps {
  /** The port that the tap has; null while it has none. */
  readonly port: number | null
  /** The target's own port on this machine. */
  readonly taken: number | null
  readonly action: TapAction
  readonly onPort: (port: number) => Promise<boolean>
}

/** Where the tap listens: another port, and why that one could not be had. */
export function PortForm({ port, taken, action, onPort }: PortFormProps) {
  const [typed, setTyped] = useState<string | null>(null)
  const [wrong, setWrong] = useState<string | null>(null)
  const id = useId()
  const text = typed ?? (port === null ? '' : String(port))
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    action.forget()
    const read = readPort(text, taken)
    setWrong(read.ok ? null : read.why)
    if (read.ok && (await onPort(read.value))) setTyped(null)
  }
  const failed = wrong !== null || action.problem !== null
  return (
    <form className={styles['form']} onSubmit={event => void submit(event)}>
      <div className={styles['line']}>
        <span className={styles['name']} aria-hidden>
          Port
        </span>
        <TextInput
          label="Port of the tap"
          className={styles['port']}
          inputMode="numeric"
          maxLength={5}
          placeholder="any free"
          value={text}
          aria-invalid={failed || undefined}
          aria-describedby={failed ? id : undefined}
          onChange={event => {
            setTyped(event.target.value)
            setWrong(null)
            action.forget()
          }}
        />
        <Button type="submit" busy={action.busy} disabled={action.busy || text.trim() === '' || text === String(port)}>
          {action.busy ? 'Opening…' : port === null ? 'Use this port' : 'Change'}
        </Button>
      </div>
      {wrong !== null ? (
        <FieldProblem id={id} what={wrong} />
      ) : action.problem !== null ? (
        <FieldProblem id={id} what={action.problem.message} next={action.problem.next} />
      ) : null}
    </form>
  )
}

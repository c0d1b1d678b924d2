import { Terminal } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import { Button } from '../ui/Button.tsx'
import { TextInput } from '../ui/TextInput.tsx'
import styles from './ByHand.module.css'
import { Card } from './Card.tsx'

const EXAMPLES = ['http://localhost:3000', '3000', '4033', 'ws://127.0.0.1:9229/…']
const FAR_EXAMPLE = 'localhost:9229 at localhost:3001'

export interface ByHandProps {
  readonly attach: (target: string) => void
  readonly disabled: boolean
}

/** An origin, a port, a pid or an inspector URL, with where its server is reached. */
export function ByHand({ attach, disabled }: ByHandProps) {
  const [target, setTarget] = useState('')
  const wanted = target.trim()
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (wanted !== '') attach(wanted)
  }
  return (
    <Card icon={<Terminal />} title="By hand">
      <form className={styles['form']} onSubmit={submit}>
        <TextInput
          label="Server to attach to"
          placeholder="http://localhost:3000"
          maxLength={500}
          value={target}
          onChange={event => setTarget(event.target.value)}
        />
        <Button type="submit" disabled={disabled || wanted === ''}>
          Attach
        </Button>
      </form>
      <div className={styles['examples']}>
        An address, a port, a pid or an inspector URL, such as
        <span className={styles['list']}>
          {EXAMPLES.map(example => (
            <code key={example}>{example}</code>
          ))}
        </span>
      </div>
      <div className={styles['examples']}>
        In a container, its inspector’s port and, where they differ, the server’s as published here:
        <span className={styles['list']}>
          <code>{FAR_EXAMPLE}</code>
        </span>
      </div>
    </Card>
  )
}

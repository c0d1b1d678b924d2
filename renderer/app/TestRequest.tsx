import { Send } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import type { AppState } from '../../shared/api.ts'
import type { Result } from '../../shared/problem.ts'
import { ServerPick } from '../servers/ServerPick.tsx'
import { backend } from '../state/backend.ts'
import { useInView } from '../state/servers.ts'
import { Button } from '../ui/Button.tsx'
import { Popover } from '../ui/Popover.tsx'
import { ProblemNote } from '../ui/ProblemNote.tsx'
import { safeText } from '../ui/safe-text.ts'
import { TextInput } from '../ui/TextInput.tsx'
import styles from './TestRequest.module.css'

interface Sent {
  readonly path: string
  readonly result: Result<{ readonly status: number }>
}

/** Sends a GET as a browser would, so that the next row needs no browser. */
export function TestRequest({ app }: { readonly app: AppState }) {
  const servers = useInView(app).servers.filter(
    ({ connection, tap }) => connection.kind === 'attached' || tap.kind === 'open',
  )
  const [picked, pick] = useState<string | null>(null)
  const server = servers.find(({ id }) => id === picked) ?? servers[0]
  const [open, setOpen] = useState(false)
  const [path, setPath] = useState('/')
  const [sending, setSending] = useState(false)
  const [sent, setSent] = useState<Sent | null>(null)
  const whole = path.startsWith('/') ? path : `/${path}`
  const send = async (event: FormEvent) => {
    event.preventDefault()
    if (!server) return
    setSending(true)
    setSent(null)
    setSent({ path: whole, result: await backend.sendTestRequest(server.id, whole) })
    setSending(false)
  }
  return (
    <Popover
      title="Send a test request"
      open={open}
      onOpenChange={setOpen}
      trigger={
        <Button disabled={!server} aria-label="Send a test request" title="Send a test request">
          <Send aria-hidden />
          <span className={styles['words']}>Test request</span>
        </Button>
      }
    >
      {server && servers.length > 1 ? <ServerPick servers={servers} chosen={server.id} onPick={pick} /> : null}
      <form className={styles['form']} onSubmit={event => void send(event)}>
        <span className={styles['method']}>GET</span>
        <TextInput
          label="Path"
          value={path}
          onChange={event => setPath(event.target.value)}
          placeholder="/product/7?ref=home"
        />
        <Button type="submit" variant="primary" busy={sending} disabled={sending}>
          {sending ? 'Sending…' : 'Send'}
        </Button>
      </form>
      <div className={styles['answer']} aria-live="polite">
        {sent === null ? (
          <p className={styles['hint']}>
            Sent {server?.tap.kind === 'open' ? 'through the tap' : 'to the attached server'} only, as a browser would
            ask for a page.
          </p>
        ) : sent.result.ok ? (
          <p>
            {safeText(sent.path)} answered <b>{sent.result.value.status}</b>.
          </p>
        ) : (
          <ProblemNote problem={sent.result.problem} />
        )}
      </div>
    </Popover>
  )
}

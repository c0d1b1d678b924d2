import { Plus } from 'lucide-react'
import type { KeyboardEvent } from 'react'
import { choose, chooseByPlace, type InView } from '../state/servers.ts'
import { useStore } from '../state/store.ts'
import { Button } from '../ui/Button.tsx'
import { ServerActions, ServerFacts } from './ServerFacts.tsx'
import { AllLine, ServerLine } from './ServerLine.tsx'
import styles from './ServersPanel.module.css'

export interface ServersPanelProps {
  readonly view: InView
  readonly onClose: () => void
}

/** The watched servers: which is shown, what is known of it, and what can be done. */
export function ServersPanel({ view: { all, one }, onClose }: ServersPanelProps) {
  const then = (action: () => void) => () => {
    onClose()
    action()
  }
  const several = all.length > 1
  return (
    <>
      {several ? (
        <ul className={styles['list']} aria-label="Servers" onKeyDown={event => onKey(event, onClose)}>
          <AllLine servers={all} chosen={one === null} onChoose={then(() => choose(null))} />
          {all.map((server, index) => (
            <ServerLine
              key={server.id}
              server={server}
              place={index + 1}
              chosen={server === one}
              onChoose={then(() => choose(server.id))}
            />
          ))}
        </ul>
      ) : null}
      {one ? <ServerFacts server={one} /> : null}
      <div className={styles['actions']}>
        <Button onClick={then(() => useStore.setState({ connectOpen: true }))}>
          <Plus aria-hidden /> Attach another…
        </Button>
        {one ? <ServerActions server={one} onDone={onClose} /> : null}
      </div>
    </>
  )
}

/** Arrows go through the list; a digit chooses. */
function onKey(event: KeyboardEvent<HTMLUListElement>, onClose: () => void): void {
  if (/^\d$/.test(event.key)) {
    event.preventDefault()
    chooseByPlace(Number(event.key))
    return onClose()
  }
  const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
  if (step === 0) return
  event.preventDefault()
  const buttons = [...event.currentTarget.querySelectorAll<HTMLButtonElement>('button[aria-pressed]')]
  const at = buttons.findIndex(button => button.matches(':focus'))
  buttons[(at + step + buttons.length) % buttons.length]?.focus()
}

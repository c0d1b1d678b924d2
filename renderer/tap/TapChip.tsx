import { Cable, ChevronDown } from 'lucide-react'
import { useEffect } from 'react'
import type { AppState } from '../../shared/api.ts'
import { useStore } from '../state/store.ts'
import { Button } from '../ui/Button.tsx'
import { cx } from '../ui/cx.ts'
import { Popover } from '../ui/Popover.tsx'
import { safeText } from '../ui/safe-text.ts'
import styles from './TapChip.module.css'
import { TapPanel } from './TapPanel.tsx'
import { attachedOrigin, chipWords, tapArgument } from './tap-words.ts'
import { useTap } from './use-tap.ts'

export const TAP_ID = 'tap'

const setOpen = (tapPanel: boolean) => useStore.setState({ tapPanel })

/** The tap in the toolbar: one click turns it on and shows where it is, the next ones show its panel. */
export function TapChip({ app }: { readonly app: AppState }) {
  const open = useStore(state => state.tapPanel)
  const { connection, tap } = app
  const { text, look, title } = chipWords(tap)
  const first = useTap()
  const turnsOn = tap.kind === 'off' && attachedOrigin(connection) !== null
  const onOpenChange = (next: boolean) => {
    setOpen(next)
    first.forget()
    if (next && turnsOn) void first.open(tapArgument(connection, null), null)
  }
  // It does not come back open after the connect screen.
  useEffect(() => () => setOpen(false), [])
  return (
    <Popover
      title="The tap"
      align="start"
      toRead
      open={open}
      onOpenChange={onOpenChange}
      trigger={
        <Button
          className={cx(styles['chip'], styles[look])}
          title={safeText(title)}
          aria-label={`Tap ${text}${look === 'down' ? ' no answer' : ''}`}
          id={TAP_ID}
        >
          <Cable aria-hidden />
          <span>
            <span className={styles['word']}>Tap </span>
            {text}
          </span>
          {look === 'down' ? ' ' : null}
          {look === 'down' ? <span className={styles['state']}>no answer</span> : null}
          <ChevronDown className={styles['more']} aria-hidden />
        </Button>
      }
    >
      <TapPanel app={app} first={first} onClose={() => setOpen(false)} />
    </Popover>
  )
}

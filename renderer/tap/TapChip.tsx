import { Cable, ChevronDown } from 'lucide-react'
import { useEffect, useState } from 'react'
import type { AppState } from '../../shared/api.ts'
import { ServerPick } from '../servers/ServerPick.tsx'
import { isLookedInto, useInView } from '../state/servers.ts'
import { useStore } from '../state/store.ts'
import { Button } from '../ui/Button.tsx'
import { cx } from '../ui/cx.ts'
import { Popover } from '../ui/Popover.tsx'
import { safeText } from '../ui/safe-text.ts'
import styles from './TapChip.module.css'
import { TapPanel } from './TapPanel.tsx'
import { chipWordsOf } from './tap-words.ts'
import { useTap } from './use-tap.ts'

export const TAP_ID = 'tap'

const setOpen = (tapPanel: boolean) => useStore.setState({ tapPanel })

/** The taps in the toolbar: one click turns one on and shows where it is, the next ones show its panel. */
export function TapChip({ app }: { readonly app: AppState }) {
  const open = useStore(state => state.tapPanel)
  const { servers } = useInView(app)
  const [picked, pick] = useState<string | null>(null)
  const server = servers.find(({ id }) => id === picked) ?? servers.find(({ tap }) => tap.kind !== 'off') ?? servers[0]
  const { text, look, title } = chipWordsOf(servers.map(({ tap }) => tap))
  const first = useTap()
  const onOpenChange = (next: boolean) => {
    setOpen(next)
    first.forget()
    const turnsOn = servers.length === 1 && server && server.tap.kind === 'off' && isLookedInto(server)
    if (next && turnsOn && server.origin !== null) void first.open(server.origin, null)
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
      {server && servers.length > 1 ? <ServerPick servers={servers} chosen={server.id} onPick={pick} /> : null}
      <TapPanel key={server?.id} server={server ?? null} first={first} onClose={() => setOpen(false)} />
    </Popover>
  )
}

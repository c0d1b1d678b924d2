import { Command, Eraser, Keyboard, Pause } from 'lucide-react'
import type { AppState } from '../../shared/api.ts'
import { openSurface } from '../commands/surfaces.ts'
import { FilterBar } from '../filter/FilterBar.tsx'
import { ServerChip } from '../servers/ServerChip.tsx'
import { backend } from '../state/backend.ts'
import { useRowsFact } from '../state/rows-hooks.ts'
import { isLookedAt } from '../state/servers.ts'
import { TapChip } from '../tap/TapChip.tsx'
import { IconButton } from '../ui/IconButton.tsx'
import { VisuallyHidden } from '../ui/VisuallyHidden.tsx'
import { TestRequest } from './TestRequest.tsx'
import { ThemeMenu } from './ThemeMenu.tsx'
import styles from './Toolbar.module.css'

export interface ToolbarProps {
  readonly app: AppState
}

export function Toolbar({ app }: ToolbarProps) {
  const isEmpty = useRowsFact(({ all }) => all.length === 0)
  return (
    <header className={styles['bar']}>
      <VisuallyHidden>
        <h1>Propscope</h1>
      </VisuallyHidden>
      <ServerChip app={app} />
      <TapChip app={app} />
      <div className={styles['capture']}>
        <Recording app={app} />
        <IconButton
          label="Clear"
          hint="Clear all exchanges"
          icon={<Eraser />}
          disabled={isEmpty}
          onClick={() => void backend.clear()}
        />
      </div>
      <FilterBar />
      <TestRequest app={app} />
      <div className={styles['end']}>
        <ThemeMenu />
        <IconButton label="All commands" icon={<Command />} onClick={() => openSurface('palette')} />
        <IconButton label="Keyboard shortcuts" icon={<Keyboard />} onClick={() => openSurface('keys')} />
      </div>
    </header>
  )
}

function Recording({ app }: { readonly app: AppState }) {
  const on = app.capture === 'recording'
  return (
    <button
      type="button"
      className={styles['record']}
      data-on={on || undefined}
      disabled={!app.servers.some(isLookedAt)}
      aria-label={on ? 'Pause recording' : 'Resume recording'}
      title={on ? 'Pause recording' : 'Resume recording'}
      onClick={() => void backend.setCapture(on ? 'paused' : 'recording')}
    >
      {on ? <i className={styles['dot']} /> : <Pause aria-hidden />}
      <span>{on ? 'Recording' : 'Paused'}</span>
    </button>
  )
}

import { ChevronDown, Replace, Unplug } from 'lucide-react'
import type { Connection } from '../../shared/api.ts'
import { assertNever } from '../../shared/units.ts'
import { backend } from '../state/backend.ts'
import { useStore } from '../state/store.ts'
import { Button } from '../ui/Button.tsx'
import { CopyButton } from '../ui/CopyButton.tsx'
import { cx } from '../ui/cx.ts'
import { Menu, MenuItem, MenuLine } from '../ui/Menu.tsx'
import { safeText } from '../ui/safe-text.ts'
import styles from './ServerChip.module.css'
import { hostWords, nextWords, serverWords } from './server-words.ts'

/** Which server we are attached to, and the menu to change that. */
export function ServerChip({ connection }: { readonly connection: Connection }) {
  const chooseServer = () => useStore.setState({ connectOpen: true })
  switch (connection.kind) {
    case 'attached':
    case 'waiting': {
      const { server } = connection
      const waiting = connection.kind === 'waiting'
      return (
        <Menu
          trigger={
            <Button className={styles['chip']} aria-label={`Server ${server.name}: ${serverWords(server)}`}>
              <i className={cx(styles['dot'], waiting && styles['waiting'])} />
              <b className={styles['name']}>{safeText(server.name)}</b>
              <span className={styles['more']}>
                {waiting ? 'waiting for it to come back' : null}
                {waiting ? null : <span className={styles['first']}>{nextWords(server)} · </span>}
                {waiting ? null : hostWords(server.origin)}
                {waiting ? null : <span className={styles['pid']}> · pid {server.pid}</span>}
              </span>
              <ChevronDown aria-hidden />
            </Button>
          }
        >
          <dl className={styles['facts']}>
            <Fact name="Address" value={server.origin} copy />
            <Fact name="Next" value={nextWords(server)} />
            <Fact name="Process" value={`pid ${server.pid}`} />
            {server.folder === null ? null : <Fact name="Project" value={server.folder} copy />}
          </dl>
          <MenuLine />
          <MenuItem icon={<Replace />} onSelect={chooseServer}>
            Switch to another server…
          </MenuItem>
          <MenuItem icon={<Unplug />} tone="danger" onSelect={() => void backend.detach()}>
            {waiting ? 'Stop waiting' : 'Detach'}
          </MenuItem>
        </Menu>
      )
    }
    case 'attaching':
      return (
        <Button className={styles['chip']} onClick={chooseServer}>
          <i className={cx(styles['dot'], styles['waiting'])} />
          <span className={styles['more']}>attaching…</span>
        </Button>
      )
    case 'idle':
    case 'failed':
      return (
        <Button className={styles['chip']} variant="primary" onClick={chooseServer}>
          Choose a server
        </Button>
      )
    default:
      return assertNever(connection)
  }
}

function Fact({
  name,
  value,
  copy = false,
}: {
  readonly name: string
  readonly value: string
  readonly copy?: boolean
}) {
  return (
    <div className={styles['fact']}>
      <dt>{name}</dt>
      <dd>
        <span className={styles['value']}>{safeText(value)}</span>
        {copy ? <CopyButton text={value} label={`Copy the ${name.toLowerCase()}`} /> : null}
      </dd>
    </div>
  )
}

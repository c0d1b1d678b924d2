import { chordParts } from '../commands/chord.ts'
import { activeCommands, COMMAND_GROUPS, type Command, useRegistry } from '../commands/registry.ts'
import { ReasonIcon } from '../reason/ReasonIcon.tsx'
import { REASONS, type ReasonName } from '../reason/reason-words.ts'
import { SourceMark } from '../source/SourceMark.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { Kbd } from '../ui/Kbd.tsx'
import styles from './KeysSheet.module.css'

const PHASES = [
  { name: 'compile', does: 'Next compiles the page (dev only)' },
  { name: 'call', does: 'getServerSideProps runs' },
  { name: 'failed', does: 'getServerSideProps failed' },
  { name: 'render', does: 'The page is rendered' },
  { name: 'send', does: 'The answer is sent' },
  { name: 'rest', does: 'Time that no phase explains' },
]

const SEEN = { agent: 'The agent, inside the server', tap: 'The tap, on the wire', both: 'Both, joined' } as const
const SOURCE_NAMES = ['agent', 'tap', 'both'] as const
const REASON_NAMES = Object.keys(REASONS) as ReasonName[]

export interface KeysSheetProps {
  readonly open: boolean
  readonly onOpenChange: (open: boolean) => void
}

/** The keys, and what the bars mean. */
export function KeysSheet({ open, onOpenChange }: KeysSheetProps) {
  return (
    <Dialog title="Keys and colours" open={open} onOpenChange={onOpenChange}>
      <Keys />
      <h3 className={styles['title']}>Who saw a request</h3>
      <dl className={styles['list']}>
        {SOURCE_NAMES.map(source => (
          <div key={source}>
            <dt>
              <SourceMark source={source} />
            </dt>
            <dd>{SEEN[source]}</dd>
          </div>
        ))}
      </dl>
      <h3 className={styles['title']}>Why it was made</h3>
      <ul className={styles['reasons']}>
        {REASON_NAMES.map(name => (
          <li key={name} title={REASONS[name].means}>
            <ReasonIcon name={name} />
            {REASONS[name].label}
          </li>
        ))}
      </ul>
      <p className={styles['note']}>Rows of one navigation are joined at their left.</p>
      <h3 className={styles['title']}>Phases of a request</h3>
      <dl className={styles['list']}>
        {PHASES.map(({ name, does }) => (
          <div key={name}>
            <dt>
              <i className={`${styles['phase']} ${styles[name]}`} />
            </dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  )
}

/** Every command that has a key, as the registry has it. */
function Keys() {
  const commands = activeCommands(useRegistry(state => state.commands)).filter(({ keys }) => keys && keys.length > 0)
  return (
    <dl className={styles['list']}>
      {COMMAND_GROUPS.flatMap(group => commands.filter(command => command.group === group)).map(command => (
        <div key={command.id}>
          <dt>
            <Chords command={command} />
          </dt>
          <dd>{command.title}</dd>
        </div>
      ))}
    </dl>
  )
}

function Chords({ command }: { readonly command: Command }) {
  return (command.keys ?? []).map(chord => (
    <span key={chord} className={styles['chord']}>
      {chordParts(chord).map(part => (
        <Kbd key={part}>{part}</Kbd>
      ))}
    </span>
  ))
}

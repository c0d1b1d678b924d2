import { ReasonIcon } from '../reason/ReasonIcon.tsx'
import { REASONS, type ReasonName } from '../reason/reason-words.ts'
import { SourceMark } from '../source/SourceMark.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { Kbd } from '../ui/Kbd.tsx'
import styles from './KeysSheet.module.css'

const KEYS: readonly { readonly keys: readonly string[]; readonly does: string }[] = [
  { keys: ['j', '↓'], does: 'Next request' },
  { keys: ['k', '↑'], does: 'Previous request' },
  { keys: ['Home', 'End'], does: 'First, newest request' },
  { keys: ['Enter'], does: 'Open the details' },
  { keys: ['Esc'], does: 'Close the details, leave the filter' },
  { keys: ['/'], does: 'Filter' },
  { keys: ['t'], does: 'Turn the tap on, show its panel' },
  { keys: ['?'], does: 'This sheet' },
]

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
      <dl className={styles['list']}>
        {KEYS.map(({ keys, does }) => (
          <div key={does}>
            <dt>
              {keys.map(key => (
                <Kbd key={key}>{key}</Kbd>
              ))}
            </dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
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

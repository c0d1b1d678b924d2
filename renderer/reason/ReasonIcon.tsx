import {
  Bot,
  Download,
  FastForward,
  FileInput,
  FileText,
  HeartPulse,
  History,
  MousePointerClick,
  Repeat,
  RotateCw,
  Star,
  Terminal,
} from 'lucide-react'
import styles from './ReasonIcon.module.css'
import { REASONS, type ReasonName } from './reason-words.ts'

const ICONS = {
  document: FileText,
  'client-transition': MousePointerClick,
  prefetch: FastForward,
  reload: RotateCw,
  'back-forward': History,
  form: FileInput,
  fetch: Download,
  bot: Bot,
  'health-check': HeartPulse,
  favicon: Star,
  replay: Repeat,
  tool: Terminal,
} as const satisfies Record<ReasonName, unknown>

/** Why a request was made, as a small shape with its words on hover and for screen readers. */
export function ReasonIcon({ name }: { readonly name: ReasonName }) {
  const Icon = ICONS[name]
  const { label, means } = REASONS[name]
  return (
    <span className={styles['reason']} title={`${label}. ${means}`}>
      <Icon role="img" aria-label={label} />
    </span>
  )
}

import { Check, Copy } from 'lucide-react'
import { useEffect, useState } from 'react'
import { COPY_FORMATS, type CopyFormat, type Outgoing, type PreparedReplay } from '../../shared/replay.ts'
import { backend } from '../state/backend.ts'
import { Button } from '../ui/Button.tsx'
import styles from './CopyAs.module.css'

const NAMES: Readonly<Record<CopyFormat, string>> = {
  'curl-bash': 'cURL (bash)',
  'curl-powershell': 'cURL (PowerShell)',
  fetch: 'fetch (Node)',
  httpie: 'HTTPie',
  playwright: 'Playwright test',
  'next-test': 'Next test',
}

export interface CopyAsProps {
  readonly prepared: PreparedReplay
  readonly request: Outgoing
  readonly disabled: boolean
}

/** The request for another tool, on the clipboard. Secrets only where that was asked for. */
export function CopyAs({ prepared, request, disabled }: CopyAsProps) {
  const [format, setFormat] = useState<CopyFormat>('curl-bash')
  const [secrets, setSecrets] = useState(false)
  const [said, setSaid] = useState<string | null>(null)
  useEffect(() => {
    if (said === null) return
    const timer = setTimeout(() => setSaid(null), 2500)
    return () => clearTimeout(timer)
  }, [said])
  const copy = async () => {
    try {
      const text = await backend.copyRequest(prepared.of, prepared.origin, request, format, secrets)
      await navigator.clipboard.writeText(text)
      setSaid('Copied')
    } catch {
      setSaid('The clipboard refused')
    }
  }
  return (
    <div className={styles['copy']}>
      <label>
        <span>Copy as</span>
        <select
          className={styles['select']}
          value={format}
          onChange={event => setFormat(event.target.value as CopyFormat)}
        >
          {COPY_FORMATS.map(one => (
            <option key={one} value={one}>
              {NAMES[one]}
            </option>
          ))}
        </select>
      </label>
      <label title="Cookies, tokens and keys as they are; else [redacted] stands in their place">
        <input type="checkbox" checked={secrets} onChange={event => setSecrets(event.target.checked)} />
        <span>with secrets</span>
      </label>
      <Button size="small" disabled={disabled} onClick={() => void copy()}>
        {said === 'Copied' ? <Check aria-hidden /> : <Copy aria-hidden />} {said ?? 'Copy'}
      </Button>
    </div>
  )
}

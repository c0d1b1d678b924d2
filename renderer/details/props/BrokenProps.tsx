import type { Loaded } from '../../props/engine/protocol.ts'
import { formatBytes, formatCount } from '../../ui/format.ts'
import { safeBlock } from '../../ui/safe-text.ts'
import { Card } from '../parts/Card.tsx'
import styles from './PropsTab.module.css'

/** A payload that is no JSON: the place, what stands there, and the text. */
export function BrokenProps({
  fault,
  bytes,
  text,
  around,
  short,
}: Loaded & { readonly ok: false } & { readonly short: boolean }) {
  return (
    <Card title="Not readable as JSON" aside={formatBytes(bytes)}>
      <p className={styles['fault']}>
        At byte {formatCount(fault.at)}: {fault.message}.
        {short ? ' The store let go of the rest while it was read.' : ''} Around it:
      </p>
      <pre className={styles['text']}>{safeBlock(around)}</pre>
      <p className={styles['fault']}>As text, from the beginning:</p>
      <pre className={styles['text']}>{safeBlock(text)}</pre>
    </Card>
  )
}

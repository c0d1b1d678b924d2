import type { Exchange } from '../../shared/exchange.ts'
import { cx } from '../ui/cx.ts'
import styles from './SourceMark.module.css'
import { SOURCES } from './source-words.ts'

export interface SourceMarkProps {
  readonly source: Exchange['source']
  /** Of the word, which is out of sight where there is no room for it, and never for screen readers. */
  readonly wordClass?: string | undefined
}

/** Who saw it: the process (the box) and the wire (the line), filled where it was seen. */
export function SourceMark({ source, wordClass }: SourceMarkProps) {
  const [inside, wire] = [source !== 'tap', source !== 'agent']
  return (
    <span className={styles['mark']} title={SOURCES[source].title}>
      <svg className={styles['glyph']} viewBox="0 0 16 12" aria-hidden>
        <rect className={cx(styles['box'], inside && styles['seen'])} x="8.5" y="1.5" width="7" height="9" rx="2" />
        <path className={cx(styles['line'], wire && styles['seen'])} d="M0.5 6h8" />
        <circle className={cx(styles['end'], wire && styles['seen'])} cx="2" cy="6" r="1.75" />
      </svg>
      <span className={cx(styles['word'], wordClass)}>{source}</span>
    </span>
  )
}

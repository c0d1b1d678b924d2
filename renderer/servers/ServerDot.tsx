import { cx } from '../ui/cx.ts'
import styles from './ServerDot.module.css'
import type { ServerLook } from './server-look.ts'

/** How a server stands, as a shape; the words are beside it. */
export function ServerDot({ look }: Pick<ServerLook, 'look'>) {
  return <i className={cx(styles['dot'], look !== 'attached' && styles[look])} />
}

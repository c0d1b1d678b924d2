import styles from './Meter.module.css'

/** How much of a whole something is, drawn; the words beside it say it too, so that it is hidden from screen readers. */
export function Meter({ share, title }: { readonly share: number; readonly title: string }) {
  const percent = Math.min(100, Math.max(0, share * 100))
  return (
    <span className={styles['meter']} title={title} aria-hidden="true">
      <i style={{ width: percent < 0.5 ? 0 : `max(2px, ${percent}%)` }} />
    </span>
  )
}

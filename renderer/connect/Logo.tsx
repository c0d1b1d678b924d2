import styles from './Logo.module.css'

/** Three phases of a request, as on the timeline. */
export function Logo() {
  return (
    <svg className={styles['logo']} viewBox="0 0 32 32" aria-hidden>
      <rect className={styles['ground']} width="32" height="32" rx="8" />
      <rect className={styles['compile']} x="6" y="8" width="9" height="4" rx="2" />
      <rect className={styles['call']} x="11" y="14" width="15" height="4" rx="2" />
      <rect className={styles['render']} x="20" y="20" width="6" height="4" rx="2" />
    </svg>
  )
}

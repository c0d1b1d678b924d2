import { formatSeconds, lifetimeOf } from './cache-policy.ts'
import styles from './LifetimeAxis.module.css'

/** No part is drawn narrower than this share, or its words would not be found; the words have the true figures. */
const NARROWEST = 0.14
const EXPIRED = 0.16

/** How long a cache keeps an answer with this header, drawn over time: fresh, stale but served, expired. */
export function LifetimeAxis({ header }: { readonly header: string }) {
  const lifetime = lifetimeOf(header)
  if (lifetime.kind === 'unsaid') {
    return <p className={styles['none']}>It says nothing of time: shared caches do not keep it, browsers may guess.</p>
  }
  if (lifetime.kind === 'never') return <p className={styles['none']}>{lifetime.why}</p>
  const { fresh, stale, by } = lifetime
  const parts = [
    { name: 'fresh', words: `fresh ${formatSeconds(fresh)}`, seconds: fresh },
    { name: 'stale', words: `stale, served while refetching ${formatSeconds(stale)}`, seconds: stale },
  ].filter(part => part.seconds > 0)
  return (
    <figure className={styles['axis']}>
      <figcaption>{by === 'shared' ? 'In a shared cache (CDN)' : 'In the visitor’s browser'}</figcaption>
      <ol>
        {parts.map(({ name, words, seconds }) => (
          <li
            key={name}
            className={styles[name]}
            style={{ flexGrow: Math.max(NARROWEST, (seconds / (fresh + stale)) * (1 - EXPIRED)) }}
          >
            <span>{words}</span>
          </li>
        ))}
        <li className={styles['expired']} style={{ flexGrow: EXPIRED }}>
          <span>expired</span>
        </li>
      </ol>
    </figure>
  )
}

import type { Exchange } from '../../../shared/exchange.ts'
import { safeText, shorten } from '../../ui/safe-text.ts'
import { Card } from '../parts/Card.tsx'
import { readGroups } from './call-rows.ts'
import styles from './ReadsCard.module.css'

/** What of the request the call looked at, and so may depend on. */
export function ReadsCard({ call }: { readonly call: NonNullable<Exchange['call']> }) {
  const { reads, readsUnseen, durationMs } = call
  if (reads === null) {
    return (
      <Card title="Looked at">
        <p className={styles['none']}>
          {durationMs === null
            ? 'It is told when the call has ended.'
            : 'What the call looked at was not watched: there were too many calls at once.'}
        </p>
      </Card>
    )
  }
  const groups = readGroups(reads)
  return (
    <Card title="Looked at" aside="of the request">
      {groups.length === 0 ? (
        <p className={styles['none']}>Nothing of the request that can be seen.</p>
      ) : (
        <dl className={styles['reads']}>
          {groups.map(({ part, members }) => (
            <div key={part}>
              <dt>{safeText(part)}</dt>
              <dd>
                {members.length === 0 ? (
                  <span className={styles['none']}>{WHOLE[part] ?? 'yes'}</span>
                ) : (
                  members.map(member => <code key={member}>{safeText(shorten(member, 80))}</code>)
                )}
              </dd>
            </div>
          ))}
        </dl>
      )}
      {readsUnseen.length === 0 ? null : (
        <p className={styles['unseen']}>
          Not known of {readsUnseen.map(part => safeText(part)).join(', ')}: that cannot be watched without changing
          what the code sees.
        </p>
      )}
    </Card>
  )
}

const NONE_THERE = 'the object, or what it did not hold'
const WHOLE: Readonly<Record<string, string>> = {
  cookies: NONE_THERE,
  headers: NONE_THERE,
  query: NONE_THERE,
  params: NONE_THERE,
}

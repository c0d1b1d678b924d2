import type { Exchange } from '../../../shared/exchange.ts'
import { safeText } from '../../ui/safe-text.ts'
import { Card } from '../parts/Card.tsx'
import styles from './CacheTab.module.css'
import { CacheValues, policyOf } from './CacheValues.tsx'
import { explainCacheControl, whySent } from './cache-policy.ts'
import { LifetimeAxis } from './LifetimeAxis.tsx'
import { SharedCacheCard } from './SharedCacheCard.tsx'

/** What the page declared, what was sent, what production sends; and each directive in plain words. */
export function CacheTab({ exchange }: { readonly exchange: Exchange }) {
  const { declared, sent, inProduction } = exchange.cache
  const policy = policyOf(exchange.cache)
  const explained = [
    { of: 'Declared', header: declared },
    { of: 'Sent', header: sent },
    { of: 'In production', header: inProduction },
  ].filter((entry): entry is { of: string; header: string } => entry.header !== null)
  const groups = new Map<string, string[]>()
  for (const { of, header } of explained) groups.set(header, [...(groups.get(header) ?? []), of])
  return (
    <>
      <Card title="Cache-Control">
        <CacheValues exchange={exchange} />
        <p className={styles['why']}>{whySent(exchange)}</p>
      </Card>
      {policy === null ? null : (
        <Card title="How long it is kept" aside={policy.of}>
          <LifetimeAxis header={policy.header} />
        </Card>
      )}
      {exchange.call === null ? null : <SharedCacheCard exchange={exchange} />}
      {[...groups].map(([header, of]) => (
        <Card key={header} title={of.map((name, nth) => (nth === 0 ? name : name.toLowerCase())).join(', ')}>
          <dl className={styles['directives']}>
            {explainCacheControl(header)
              .map((directive, order) => ({ ...directive, id: `${order} ${directive.name}` }))
              .map(({ id, name, value, meaning }) => (
                <div key={id}>
                  <dt>
                    <code>
                      {safeText(name)}
                      {value === null ? null : `=${safeText(value)}`}
                    </code>
                  </dt>
                  <dd>{meaning}</dd>
                </div>
              ))}
          </dl>
        </Card>
      ))}
    </>
  )
}

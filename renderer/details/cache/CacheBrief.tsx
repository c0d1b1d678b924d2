import type { ReactNode } from 'react'
import type { Exchange } from '../../../shared/exchange.ts'
import { Card } from '../parts/Card.tsx'
import { CacheValues, policyOf } from './CacheValues.tsx'
import { LifetimeAxis } from './LifetimeAxis.tsx'

/** The cache headers in short. */
export function CacheBrief({ exchange, children }: { readonly exchange: Exchange; readonly children: ReactNode }) {
  const policy = policyOf(exchange.cache)
  return (
    <Card title="Cache-Control" aside={children}>
      <CacheValues exchange={exchange} />
      {policy === null ? null : <LifetimeAxis header={policy.header} />}
    </Card>
  )
}

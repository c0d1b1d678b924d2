import type { Exchange } from '../../../shared/exchange.ts'
import { Captured, Pairs } from '../parts/Pairs.tsx'
import { Unknown } from '../parts/Unknown.tsx'

/** The three Cache-Control headers of an exchange, one below the other. */
export function CacheValues({ exchange }: { readonly exchange: Exchange }) {
  const { cache, call, source, response } = exchange
  const { declared, sent, inProduction } = cache
  const notSet = <span>not set</span>
  return (
    <Pairs
      pairs={[
        {
          name: 'Declared',
          value:
            declared !== null ? (
              <Captured>{declared}</Captured>
            ) : call === null && source === 'tap' ? (
              <Unknown why="only the wire was seen" />
            ) : (
              notSet
            ),
        },
        {
          name: 'Sent',
          value:
            sent !== null ? (
              <Captured>{sent}</Captured>
            ) : response === null ? (
              <Unknown why="no answer has begun" />
            ) : (
              notSet
            ),
        },
        {
          name: 'In production',
          value:
            inProduction !== null ? (
              <Captured>{inProduction}</Captured>
            ) : (
              <Unknown why="what next start would send is not known for this request" />
            ),
        },
      ]}
    />
  )
}

/** The header that tells how the answer is kept for real visitors: what production would send, else what is nearest to it. */
export function policyOf({ inProduction, declared, sent }: Exchange['cache']) {
  if (inProduction !== null) return { header: inProduction, of: 'In production' }
  if (declared !== null) return { header: declared, of: 'Declared' }
  return sent === null ? null : { header: sent, of: 'Sent' }
}

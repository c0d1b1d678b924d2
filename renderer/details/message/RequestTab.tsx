import type { Exchange } from '../../../shared/exchange.ts'
import { CopyButton } from '../../ui/CopyButton.tsx'
import { noPageWhy } from '../outcome/outcome-words.ts'
import { Card } from '../parts/Card.tsx'
import { Captured, Pairs } from '../parts/Pairs.tsx'
import { Unknown } from '../parts/Unknown.tsx'
import { BodyCard } from './BodyCard.tsx'
import { HeaderTable } from './HeaderTable.tsx'
import { ParamsCard } from './ParamsCard.tsx'

/** What came in. */
export function RequestTab({ exchange: { id, request, server, source, state } }: { readonly exchange: Exchange }) {
  return (
    <>
      <Card
        title="Request"
        aside={<CopyButton label="Copy the URL with its origin" text={server.origin + request.url} />}
      >
        <Pairs
          pairs={[
            { name: 'Method', value: <Captured>{request.method}</Captured> },
            { name: 'URL', value: <Captured>{request.url}</Captured> },
            { name: 'Origin', value: <Captured>{server.origin}</Captured> },
            {
              name: 'Page',
              value: request.page === null ? <Unknown why={noPageWhy(source)} /> : <Captured>{request.page}</Captured>,
            },
            ...(request.buildId === null ? [] : [{ name: 'Build id', value: <Captured>{request.buildId}</Captured> }]),
          ]}
        />
      </Card>
      <HeaderTable
        title="Request headers"
        as={source === 'agent' ? 'as the process got them' : 'as sent on the wire'}
        headers={request.headers}
      />
      <ParamsCard request={request} />
      {request.body === null || request.body.bytes === 0 ? null : (
        <BodyCard id={id} headers={request.headers} version={state} part="request" />
      )}
    </>
  )
}

import type { Exchange } from '../../../shared/exchange.ts'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { formatBytes, formatCountOf, formatMs } from '../../ui/format.ts'
import { statusWord } from '../outcome/outcome-words.ts'
import { Card } from '../parts/Card.tsx'
import { Captured, Pairs } from '../parts/Pairs.tsx'
import { Unknown } from '../parts/Unknown.tsx'
import { BodyCard } from './BodyCard.tsx'
import { encodingOf } from './body-preview.ts'
import { HeaderTable } from './HeaderTable.tsx'

/** What went out. */
export function ResponseTab({ exchange }: { readonly exchange: Exchange }) {
  const { response, source, state, id, call } = exchange
  if (response === null) {
    return state === 'running' ? (
      <EmptyState title="No answer has begun yet">It is shown here as soon as the server writes it.</EmptyState>
    ) : (
      <EmptyState title="No answer was begun">The request ended before the server wrote anything.</EmptyState>
    )
  }
  const { status, headers, bodyBytes, wireBytes, ttfbMs } = response
  const encoding = encodingOf(response)
  return (
    <>
      <Card title="Response">
        <Pairs
          pairs={[
            { name: 'Status', value: `${status} ${statusWord(status)}` },
            {
              name: 'First byte',
              value: ttfbMs === null ? <Unknown why="the first byte was not seen" /> : `after ${formatMs(ttfbMs)}`,
            },
            {
              name: 'Body, decoded',
              value:
                bodyBytes === null ? (
                  <Unknown why="the bytes were not captured or could not be decoded" />
                ) : (
                  size(bodyBytes)
                ),
            },
            {
              name: 'On the wire',
              value:
                wireBytes === null ? (
                  source === 'agent' ? (
                    <Unknown why="the wire was not watched: turn the tap on and go through it" />
                  ) : (
                    <Unknown why="the size on the wire was not seen" />
                  )
                ) : (
                  size(wireBytes)
                ),
            },
            { name: 'Compression', value: encoding === null ? 'none' : <Captured>{encoding}</Captured> },
          ]}
        />
      </Card>
      <HeaderTable
        title="Response headers"
        as={source === 'agent' ? 'as the process wrote them' : 'as sent on the wire'}
        headers={headers}
        set={call?.setHeaders}
      />
      <BodyCard id={id} headers={headers} version={`${state} ${bodyBytes ?? ''}`} unkept={exchange.unkept !== null} />
    </>
  )
}

const size = (bytes: number) =>
  bytes < 1000 ? formatCountOf(bytes, 'byte') : `${formatBytes(bytes)} (${formatCountOf(bytes, 'byte')})`

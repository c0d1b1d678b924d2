import type { Exchange, Wire } from '../../../shared/exchange.ts'
import { formatBytes, formatCountOf } from '../../ui/format.ts'
import { Card } from '../parts/Card.tsx'
import table from '../parts/Table.module.css'
import { Unknown } from '../parts/Unknown.tsx'
import styles from './WireSizes.module.css'

const LINES = [
  { name: 'Head', means: 'First line and headers, with the empty line after them', of: (part: Part) => part.head },
  { name: 'Body', means: 'As sent: compressed where it was, without chunk framing', of: (part: Part) => part.body },
  {
    name: 'Framing',
    means: 'Sizes of chunks and trailers, around the body',
    of: (part: Part) => Math.max(0, part.framed - part.body),
  },
  { name: 'In all', means: 'Every byte of the message', of: (part: Part) => part.head + part.framed },
] as const

type Part = Wire['sent']

/** The bytes of both messages as they were sent. */
export function WireSizes({ exchange, wire }: { readonly exchange: Exchange; readonly wire: Wire }) {
  const why = exchange.state === 'running' ? 'no answer has begun yet' : 'no answer was begun'
  return (
    <Card title="Bytes as sent">
      <table className={`${table['table']} ${styles['sizes']}`}>
        <thead>
          <tr>
            <td />
            <th scope="col">Request</th>
            <th scope="col">Answer</th>
          </tr>
        </thead>
        <tbody>
          {LINES.map(({ name, means, of }) => (
            <tr key={name}>
              <th scope="row" title={means}>
                {name}
              </th>
              <td>
                <Size bytes={of(wire.sent)} />
              </td>
              <td>{wire.received === null ? <Unknown why={why} /> : <Size bytes={of(wire.received)} />}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Card>
  )
}

function Size({ bytes }: { readonly bytes: number }) {
  return <span title={formatCountOf(bytes, 'byte')}>{formatBytes(bytes)}</span>
}

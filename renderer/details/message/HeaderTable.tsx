import { useState } from 'react'
import { CopyButton } from '../../ui/CopyButton.tsx'
import { formatCountOf, formatMs } from '../../ui/format.ts'
import { safeText } from '../../ui/safe-text.ts'
import { Card } from '../parts/Card.tsx'
import table from '../parts/Table.module.css'
import styles from './HeaderTable.module.css'
import { type Headers, matchHeaders } from './header-rows.ts'
import { type Beside, type SetHeader, setBeside } from './set-beside.ts'

/** From so many on, a search box is worth its room. */
const MANY = 8

export interface HeaderTableProps {
  readonly title: string
  /** Where they were seen: `as sent on the wire`. */
  readonly as: string
  readonly headers: Headers
  /** What getServerSideProps set, to be put beside what was sent. */
  readonly set?: readonly SetHeader[] | undefined
}

/** Headers as they were received or sent: order and case kept, repeated ones shown as often as they came. */
export function HeaderTable({ title, as, headers, set = [] }: HeaderTableProps) {
  const [search, setSearch] = useState('')
  const rows = matchHeaders(headers, search)
  const { beside, unsent } = setBeside(headers, set)
  return (
    <Card
      title={title}
      aside={
        <>
          {headers.length >= MANY ? (
            <input
              type="search"
              className={table['search']}
              aria-label={`Search in the ${title.toLowerCase()}`}
              placeholder="Search headers"
              value={search}
              onChange={event => setSearch(event.target.value)}
            />
          ) : null}
          {search === '' ? headers.length : `${rows.length} of ${headers.length}`}
          <CopyButton
            label={`Copy the ${title.toLowerCase()}`}
            text={() => headers.map(([name, value]) => `${name}: ${value}`).join('\n')}
          />
        </>
      }
    >
      <p className={styles['as']}>{as}</p>
      {rows.length === 0 ? (
        <p className={table['none']}>{headers.length === 0 ? 'None.' : 'No header has that in its name or value.'}</p>
      ) : (
        <table className={table['table']}>
          {beside.size === 0 ? null : (
            <thead>
              <tr>
                <th scope="col">Name</th>
                <th scope="col">Sent</th>
                <th scope="col">getServerSideProps set</th>
              </tr>
            </thead>
          )}
          <tbody>
            {rows.map(({ id, index, name, value, nth, of }) => (
              <tr key={id}>
                <th scope="row">
                  {safeText(name)}
                  {of > 1 ? (
                    <span className={table['repeat']} title={`This name came ${formatCountOf(of, 'time')}`}>
                      {nth} of {of}
                    </span>
                  ) : null}
                </th>
                <td className={table['value']}>{value === '' ? '(empty)' : safeText(value)}</td>
                {beside.size === 0 ? null : <SetCell beside={beside.get(index)} />}
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {unsent.length === 0 ? null : (
        <>
          <p className={styles['unsent']}>Set in getServerSideProps, and not sent:</p>
          <ul className={styles['list']}>
            {unsent.map(({ name, values, atMs }) => (
              <li key={name} title={`Set ${formatMs(atMs)} after the start of the request`}>
                {safeText(name)}: {values.map(one => safeText(one)).join(', ')}
              </li>
            ))}
          </ul>
        </>
      )}
    </Card>
  )
}

function SetCell({ beside }: { readonly beside: Beside | undefined }) {
  if (beside === undefined) return <td />
  const title = `Set ${formatMs(beside.atMs)} after the start of the request`
  return beside.kind === 'as-set' ? (
    <td className={styles['set']} title={title}>
      the same
    </td>
  ) : (
    <td className={styles['replaced']} title={title}>
      {beside.values.map(one => safeText(one)).join('\n')}
    </td>
  )
}

import { useState } from 'react'
import { CopyButton } from '../ui/CopyButton.tsx'
import { formatCountOf } from '../ui/format.ts'
import { safeText } from '../ui/safe-text.ts'
import { Card } from './Card.tsx'
import { type Headers, matchHeaders } from './header-rows.ts'
import styles from './Table.module.css'

/** From so many on, a search box is worth its room. */
const MANY = 8

/** Headers as they were received or sent: order and case kept, repeated ones shown as often as they came. */
export function HeaderTable({ title, headers }: { readonly title: string; readonly headers: Headers }) {
  const [search, setSearch] = useState('')
  const rows = matchHeaders(headers, search)
  return (
    <Card
      title={title}
      aside={
        <>
          {headers.length >= MANY ? (
            <input
              type="search"
              className={styles['search']}
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
      {rows.length === 0 ? (
        <p className={styles['none']}>{headers.length === 0 ? 'None.' : 'No header has that in its name or value.'}</p>
      ) : (
        <table className={styles['table']}>
          <tbody>
            {rows.map(({ id, name, value, nth, of }) => (
              <tr key={id}>
                <th scope="row">
                  {safeText(name)}
                  {of > 1 ? (
                    <span className={styles['repeat']} title={`This name came ${formatCountOf(of, 'time')}`}>
                      {nth} of {of}
                    </span>
                  ) : null}
                </th>
                <td className={styles['value']}>{value === '' ? '(empty)' : safeText(value)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Card>
  )
}

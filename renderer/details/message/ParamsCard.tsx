import type { Exchange } from '../../../shared/exchange.ts'
import { safeText } from '../../ui/safe-text.ts'
import { Card } from '../parts/Card.tsx'
import styles from '../parts/Table.module.css'

/** What Next makes of the URL: the parts of the path that the route names, and the query, both decoded. */
export function ParamsCard({ request: { params, query } }: { readonly request: Exchange['request'] }) {
  const rows = [...rowsOf('param', params ?? {}), ...rowsOf('query', query)]
  return (
    <Card title="Params and query">
      {rows.length === 0 ? (
        <p className={styles['none']}>
          {params === null ? 'No query; which params the route has is not known.' : 'None.'}
        </p>
      ) : (
        <table className={styles['table']}>
          <thead>
            <tr>
              <th scope="col">From</th>
              <th scope="col">Name</th>
              <th scope="col">Value</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ from, name, values }) => (
              <tr key={`${from} ${name}`}>
                <td className={styles['number']}>{from}</td>
                <th scope="row">{safeText(name)}</th>
                <td className={styles['value']}>
                  {values.length === 0 ? '(empty list)' : values.map(value => safeText(value) || '(empty)').join('\n')}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Card>
  )
}

type Values = Readonly<Record<string, string | readonly string[]>>

function rowsOf(from: 'param' | 'query', values: Values) {
  return Object.entries(values).map(([name, value]) => ({
    from,
    name,
    values: typeof value === 'string' ? [value] : value,
  }))
}

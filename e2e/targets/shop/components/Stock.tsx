import type { Row } from '../lib/rows'

export function Stock({ rows }: { rows: Row[] }) {
  return (
    <table className="panel">
      <thead>
        <tr>
          <th>Number</th>
          <th>Piece</th>
          <th>Warehouse</th>
        </tr>
      </thead>
      <tbody>
        {rows.slice(0, 12).map(row => (
          <tr key={row.id}>
            <td>{row.sku}</td>
            <td>{row.name}</td>
            <td>{row.warehouse}</td>
          </tr>
        ))}
      </tbody>
      <caption>12 of {rows.length} rows</caption>
    </table>
  )
}

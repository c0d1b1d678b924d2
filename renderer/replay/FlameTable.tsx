import { useState } from 'react'
import type { FlameTotal } from '../../shared/replay.ts'
import { Button } from '../ui/Button.tsx'
import { formatMs } from '../ui/format.ts'
import { safeText, shorten } from '../ui/safe-text.ts'
import styles from './Compared.module.css'

const FEW = 8

/** Where the time went, function by function. */
export function FlameTable({ totals }: { readonly totals: readonly FlameTotal[] }) {
  const [all, setAll] = useState(false)
  const own = totals.filter(total => total.own)
  const shown = all ? totals : (own.length > 0 ? own : totals).slice(0, FEW)
  if (totals.length === 0) return null
  return (
    <div>
      <table className={styles['table']}>
        <thead>
          <tr>
            <th scope="col">{all || own.length === 0 ? 'Function' : 'Function of the project'}</th>
            <th scope="col">itself</th>
            <th scope="col">with what it called</th>
          </tr>
        </thead>
        <tbody>
          {shown.map(({ name, place, selfMs, totalMs }) => (
            <tr key={`${name} ${place ?? ''}`}>
              <th scope="row" className={styles['text']}>
                {shorten(safeText(name), 100)} <small>{place === null ? 'V8' : shorten(safeText(place), 160)}</small>
              </th>
              <td>{formatMs(selfMs)}</td>
              <td>{formatMs(totalMs)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {totals.length > shown.length || all ? (
        <Button size="small" variant="quiet" onClick={() => setAll(!all)}>
          {all ? 'Fewer' : 'All functions'}
        </Button>
      ) : null}
    </div>
  )
}

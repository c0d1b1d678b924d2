import type { ComparedPart } from '../../shared/replay.ts'
import { Card } from '../details/parts/Card.tsx'
import { safeText, shorten } from '../ui/safe-text.ts'
import styles from './Compared.module.css'

export interface ComparedPartsProps {
  readonly title: string
  readonly parts: readonly ComparedPart[]
  /** Said where nothing differs. */
  readonly same: string
}

/** Those of named values that are not the same. */
export function ComparedParts({ title, parts, same }: ComparedPartsProps) {
  const differ = parts.filter(part => !part.same)
  return (
    <Card title={title}>
      {differ.length === 0 ? (
        <p className={styles['same']}>{same}</p>
      ) : (
        <table className={styles['table']}>
          <thead>
            <tr>
              <th scope="col">Differs</th>
              <th scope="col" className={styles['text']}>
                A
              </th>
              <th scope="col" className={styles['text']}>
                B
              </th>
            </tr>
          </thead>
          <tbody>
            {differ.map(({ name, left, right }) => (
              <tr key={name}>
                <th scope="row">{safeText(name)}</th>
                <td className={styles['text']}>{left === null ? '' : shorten(safeText(left), 600)}</td>
                <td className={styles['text']}>{right === null ? '' : shorten(safeText(right), 600)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Card>
  )
}

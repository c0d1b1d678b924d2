import { Info, OctagonX, TriangleAlert } from 'lucide-react'
import type { Finding } from '../../shared/exchange.ts'
import { safeText } from '../ui/safe-text.ts'
import { Card } from './Card.tsx'
import styles from './Findings.module.css'
import { Captured } from './Pairs.tsx'

const ICONS = { error: OctagonX, warning: TriangleAlert, info: Info } as const
const ORDER = { error: 0, warning: 1, info: 2 } as const

/** What the rules found, the gravest first. */
export function Findings({ findings }: { readonly findings: readonly Finding[] }) {
  const sorted = [...findings].sort((a, b) => ORDER[a.severity] - ORDER[b.severity])
  return (
    <Card title="Findings">
      <ul>
        {sorted.map(({ rule, severity, message, path }) => {
          const Icon = ICONS[severity]
          return (
            <li key={`${rule} ${path ?? ''}`} className={styles['finding']}>
              <Icon className={styles[severity]} aria-label={severity} />
              <span>
                {safeText(message)}
                <small>
                  {safeText(rule)}
                  {path === null ? null : (
                    <>
                      {' at '}
                      <Captured>{path}</Captured>
                    </>
                  )}
                </small>
              </span>
            </li>
          )
        })}
      </ul>
    </Card>
  )
}

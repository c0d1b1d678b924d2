import { BellOff, Info, OctagonX, TriangleAlert } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import type { Exchange, Finding } from '../../../shared/exchange.ts'
import { backend } from '../../state/backend.ts'
import { Button } from '../../ui/Button.tsx'
import { cx } from '../../ui/cx.ts'
import { formatCountOf } from '../../ui/format.ts'
import { IconButton } from '../../ui/IconButton.tsx'
import { safeText } from '../../ui/safe-text.ts'
import { Card } from '../parts/Card.tsx'
import { Captured } from '../parts/Pairs.tsx'
import styles from './Findings.module.css'

const ICONS = { error: OctagonX, warning: TriangleAlert, info: Info } as const

/** What the rules found, the gravest first; each rule can be silenced for the project, and what is silenced is counted. */
export function Findings({ exchange }: { readonly exchange: Exchange }) {
  const { findings, silenced } = exchange
  const [shown, setShown] = useState(false)
  if (findings.length + silenced.length === 0) return null
  const silence = (rule: string, silent: boolean) => void backend.silenceRule(exchange.id, rule, silent)
  return (
    <Card
      title="Findings"
      aside={
        silenced.length === 0 ? undefined : (
          <Button size="small" variant="quiet" aria-expanded={shown} onClick={() => setShown(!shown)}>
            {shown ? 'Hide' : 'Show'} {formatCountOf(silenced.length, 'silenced one')}
          </Button>
        )
      }
    >
      {findings.length === 0 && !shown ? (
        <p className={styles['none']}>All that was found here is silenced in this project.</p>
      ) : null}
      <List findings={findings}>
        {({ rule }) => (
          <IconButton
            label={`Silence ${rule} in this project`}
            icon={<BellOff />}
            onClick={() => silence(rule, true)}
          />
        )}
      </List>
      {shown ? (
        <List findings={silenced} muted>
          {({ rule }) => (
            <Button size="small" variant="quiet" onClick={() => silence(rule, false)}>
              Let it speak
            </Button>
          )}
        </List>
      ) : null}
    </Card>
  )
}

interface ListProps {
  readonly findings: readonly Finding[]
  readonly muted?: boolean
  /** What can be done with one. */
  readonly children: (finding: Finding) => ReactNode
}

function List({ findings, muted = false, children }: ListProps) {
  return (
    <ul className={cx(muted && styles['muted'])}>
      {findings
        .map((finding, order) => ({ finding, id: `${order} ${finding.rule}` }))
        .map(({ finding, id }) => {
          const { rule, severity, message, advice, path, doc } = finding
          const Icon = ICONS[severity]
          return (
            <li key={id} className={styles['finding']}>
              <Icon className={styles[severity]} aria-label={severity} />
              <span>
                {safeText(message)}
                <span className={styles['advice']}>{safeText(advice)}</span>
                <small>
                  {safeText(rule)}
                  {path === null || path === '' ? null : (
                    <>
                      {' at '}
                      <Captured>{path}</Captured>
                    </>
                  )}
                  {doc === null ? null : <span>Next’s documentation: {safeText(doc)}</span>}
                </small>
              </span>
              {children(finding)}
            </li>
          )
        })}
    </ul>
  )
}

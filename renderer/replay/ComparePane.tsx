import { ArrowLeftRight, X } from 'lucide-react'
import type { Compared, ComparedGroup } from '../../shared/replay.ts'
import { type Command, useCommands } from '../commands/registry.ts'
import { Card } from '../details/parts/Card.tsx'
import { select } from '../state/selection.ts'
import { Button } from '../ui/Button.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { formatClock, formatCountOf } from '../ui/format.ts'
import { IconButton } from '../ui/IconButton.tsx'
import { ProblemNote } from '../ui/ProblemNote.tsx'
import { safeText, shorten } from '../ui/safe-text.ts'
import { ComparedParts } from './ComparedParts.tsx'
import { ComparedProps } from './ComparedProps.tsx'
import { ComparedTimes } from './ComparedTimes.tsx'
import { ComparedUpstream } from './ComparedUpstream.tsx'
import styles from './ComparePane.module.css'
import { endComparison, type Side, useCompare } from './compare-state.ts'
import { useCompared } from './use-compared.ts'

const COMMANDS: readonly Command[] = [
  { id: 'request.close', group: 'Request', title: 'End the comparison', keys: ['Escape'], run: endComparison },
]

/** Two exchanges, or groups of them, beside each other: what is not the same. */
export function ComparePane({ left, right }: { readonly left: Side; readonly right: Side }) {
  const ignore = useCompare(state => state.ignore)
  const compared = useCompared(left, right, ignore)
  useCommands(COMMANDS)
  return (
    <div className={styles['pane']}>
      <header className={styles['head']}>
        <h2>Compare</h2>
        <Button
          size="small"
          variant="quiet"
          onClick={() => useCompare.setState({ left: right, right: left })}
          title="Exchange the two sides"
        >
          <ArrowLeftRight aria-hidden /> Swap
        </Button>
        <IconButton label="End the comparison" icon={<X />} onClick={endComparison} />
      </header>
      {compared === null ? (
        <EmptyState title="Comparing …" />
      ) : compared.ok ? (
        <Sides compared={compared.value} />
      ) : compared.problem.code === 'bad-pattern' ? (
        <div className={styles['body']}>
          <ComparedProps props={null} wrong={compared.problem.message} />
        </div>
      ) : (
        <ProblemNote problem={compared.problem} title="They cannot be compared" />
      )}
    </div>
  )
}

function Sides({ compared }: { readonly compared: Compared }) {
  const { left, right, findings } = compared
  return (
    <div className={styles['body']}>
      <div className={styles['sides']}>
        <GroupHead name="A" group={left} />
        <GroupHead name="B" group={right} />
      </div>
      <ComparedTimes compared={compared} />
      <ComparedProps props={compared.props} wrong={null} />
      <ComparedParts title="Answer" parts={compared.parts} same="Status, outcome and cache are the same." />
      <ComparedParts
        title="Response headers"
        parts={compared.responseHeaders}
        same="The same, but for what always differs."
      />
      <ComparedParts title="Request headers" parts={compared.requestHeaders} same="The same." />
      <ComparedUpstream upstream={compared.upstream} />
      {findings.length === 0 ? null : (
        <Card title="Findings of one side alone">
          <ul className={styles['findings']}>
            {findings.map(({ rule, message, only }) => (
              <li key={`${only} ${rule} ${message}`}>
                <b>{only === 'left' ? 'A' : 'B'}</b> {safeText(message)} <small>{safeText(rule)}</small>
              </li>
            ))}
          </ul>
        </Card>
      )}
    </div>
  )
}

function GroupHead({ name, group }: { readonly name: string; readonly group: ComparedGroup }) {
  const { method, url, count, startedAt, shown, replayOf } = group
  return (
    <button
      type="button"
      className={styles['side']}
      title="Choose this request in the list"
      onClick={() => select(shown, true)}
    >
      <b>{name}</b>
      <span className={styles['url']}>
        {safeText(method)} {shorten(safeText(url), 200)}
      </span>
      <small>
        {count > 1 ? `${formatCountOf(count, 'request')}, the newest of ` : ''}
        {formatClock(startedAt)}
        {replayOf === null ? '' : ', a replay'}
      </small>
    </button>
  )
}
